/**
 * What the tool uses of the Model Context Protocol's SDK, and nothing more. The package ships this module bundled with the
 * SDK, because it brings HTTP servers and validators along: see release/libraries.ts.
 */
export {
  acceptedContent,
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  deserializeMessage,
  INVALID_REQUEST,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  McpServer,
  PARSE_ERROR,
  type ServerContext,
} from '@modelcontextprotocol/server';
export { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
