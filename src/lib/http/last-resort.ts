import { type Failure, problemJson } from './failure';

/** The error answer that needs nothing but this file: for programs, and for when the designed page can not be made either. */
export function plainFailure(failure: Failure, requestId: string, isPage: boolean): Response {
  const { status, headers } = failure;
  const type = isPage ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8';
  const body = isPage ? plainPage(requestId) : problemJson(failure);
  return new Response(body, { status, headers: { ...headers, 'Content-Type': type } });
}

/** In both languages, because whatever chooses one may be what is broken. */
function plainPage(requestId: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Alcázar</title></head>
<body>
<h1>Something went wrong</h1>
<p>It is not your fault, and we have a record of it. Please try again in a moment.</p>
<h1 lang="es">Algo ha fallado</h1>
<p lang="es">No es culpa tuya y ha quedado registrado. Vuelve a intentarlo dentro de un momento.</p>
<p><code>${requestId}</code></p>
</body>
</html>
`;
}
