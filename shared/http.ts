/**
 * Node's own. An `import` of `node:http` asks it for everything that it has, WebSocket too, for
 * which Node loads undici: 14 MB in each process, and as long again as Node itself takes to start.
 */
export const http = process.getBuiltinModule('node:http');
export const https = process.getBuiltinModule('node:https');
