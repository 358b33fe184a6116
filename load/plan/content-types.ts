import { extname } from 'node:path';

/** Of the files that scoring services are sent. https://www.iana.org/assignments/media-types */
const byExtension: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.jsonl': 'application/x-ndjson',
  '.ndjson': 'application/x-ndjson',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.wav': 'audio/wav',
  '.mp3': 'audio/mpeg',
  '.pdf': 'application/pdf',
};

/**
 * The media type of a file by its name; unknown ones are bytes.
 *
 * @example contentTypeOf('photo.JPG') // 'image/jpeg'
 */
export const contentTypeOf = (file: string): string =>
  byExtension[extname(file).toLowerCase()] ?? 'application/octet-stream';
