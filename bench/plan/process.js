// `headroom plan` of the built package, measured as bin/headroom.js runs it: plans from the run folder that the argument names, and
// tells the process that forked it what that took. Plain JavaScript, like bin/headroom.js: what strips the types of a module takes
// 14 MB, which no installed command does.
import module from 'node:module';

module.enableCompileCache();
const { main } = await import(new URL('../../dist/cli/main.js', import.meta.url).href);
await main(['plan', ...process.argv.slice(2), '--quiet']);
const { user, system } = process.cpuUsage();
process.send?.({
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: performance.now() / 1000,
  memoryMb: process.resourceUsage().maxRSS / 1024,
});
process.disconnect();
