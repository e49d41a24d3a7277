/** Configurations of web servers in front of Django, as far as compression goes. */
import type { Found } from './facts.js';

const FILES = /(^|\/)([^/]*(nginx|traefik|caddy|apache|httpd|openresty)[^/]*|[^/]*\.conf(\.(template|tmpl|j2|in))?|(docker-)?compose[^/]*\.ya?ml|\.htaccess)$/i;

const FOLDERS = /(^|\/)(nginx|traefik|caddy|apache2?)\//i;

const NEVER = /(^|\/)(node_modules|docs?|examples?|static|tests?)\/|\.(py|js|ts|tsx|css|md|rst|html|svg|png|jpe?g|ico|po|pot|mo|json|sh)$/i;

export function configuresProxy(path: string): boolean {
  return (FILES.test(path) || FOLDERS.test(path)) && !NEVER.test(path);
}

/** A proxy that serves files only compresses nothing of Django's. */
interface Kind {
  readonly name: string;
  readonly compresses: RegExp;
  readonly passesOn: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    name: 'nginx',
    compresses: /^[^#\n]*\b(?:gzip|brotli|zstd)\s+on\s*;/m,
    passesOn: /\b(?:proxy|uwsgi|fastcgi|grpc)_pass\b|^\s*upstream\s|\binclude\s+\S*(?:conf\.d|sites-enabled)/m,
  },
  { name: 'Caddy', compresses: /^\s*encode\b[^#\n]*/m, passesOn: /\breverse_proxy\b/ },
  {
    name: 'Traefik',
    compresses: /traefik\.http\.middlewares\.[\w-]+\.compress(?:\.\w+)?\s*[=:]|^\s*compress:\s*(?:\{\s*\}|true)?\s*(?:#.*)?$/m,
    passesOn: /traefik|^\s*middlewares:/m,
  },
  {
    name: 'Apache',
    compresses: /^[^#\n]*\b(?:AddOutputFilterByType|SetOutputFilter)\s+(?:DEFLATE|BROTLI_COMPRESS)/m,
    passesOn: /\b(?:ProxyPass|WSGIScriptAlias)\b/,
  },
];

export function compressingProxies(text: string): readonly Found[] {
  return KINDS.flatMap(({ name, compresses, passesOn }) => {
    const match = passesOn.test(text) ? compresses.exec(text) : null;
    return match === null ? [] : [{ what: name, line: lineBehind(text, match) }];
  });
}

/** The line on which a match ends: blank lines in front of it may be part of it. */
function lineBehind(text: string, match: RegExpExecArray): number {
  return text.slice(0, match.index + match[0].trimEnd().length).split('\n').length;
}
