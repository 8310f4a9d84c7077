// The description as a page for people: plain HTML, no script, nothing from elsewhere.

type Any = Readonly<Record<string, unknown>>;

/** `style` is served beside it, since the policy for content allows none inside. */
export const referenceStyle = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
code,pre{font:14px/1.45 ui-monospace,monospace}
pre{overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:.4rem}
h2{margin-top:3rem;border-bottom:1px solid #8886}
h3 code{font-size:1rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8883}
.method{font-weight:700}
nav ul{columns:2;padding-left:1rem}
`;

const escaped = (text: unknown) =>
  String(text ?? '').replaceAll(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/** The whole page. */
export function referencePage(description: object): string {
  const { info, paths, components } = description as {
    info: Any;
    paths: Record<string, Record<string, Any>>;
    components: { responses: Record<string, Any> };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );
  const tags = [
    ...new Set(operations.map(({ operation }) => String((operation.tags as string[])[0]))),
  ];
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => (operation.tags as string[])[0] === tag);
    return `<h2>${escaped(tag)}</h2>${own.map(operationHtml).join('')}`;
  });
  const list = operations
    .map(
      ({ path, method, operation }) =>
        `<li><a href="#${escaped(operation.operationId)}">${escaped(method)} ${escaped(path)}</a></li>`,
    )
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Muster API</title><link rel="stylesheet" href="/reference/style.css"></head><body><h1>Muster API ${escaped(info.version)}</h1><p>${escaped(info.description)} The same for programs: <a href="/openapi.json">openapi.json</a>.</p><nav><ul>${list}</ul></nav>${sections.join('')}${problemsHtml(components.responses)}</body></html>`;
}

function operationHtml({
  path,
  method,
  operation,
}: {
  path: string;
  method: string;
  operation: Any;
}): string {
  const parameters = operation.parameters as readonly Any[];
  const body = operation.requestBody as { content?: Record<string, Any> } | undefined;
  const json = body?.content?.['application/json'];
  const words = String(operation.description ?? '')
    .split('\n\n')
    .filter(Boolean)
    .map((one) => `<p>${escaped(one)}</p>`)
    .join('');
  return [
    `<h3 id="${escaped(operation.operationId)}"><span class="method">${escaped(method)}</span> <code>${escaped(path)}</code></h3>`,
    `<p><strong>${escaped(operation.summary)}.</strong></p>${words}`,
    parameters.length === 0
      ? ''
      : `<table><tr><th>Parameter</th><th>In</th><th>What</th></tr>${parameters.map(parameterHtml).join('')}</table>`,
    json === undefined ? '' : schemaHtml('Body', json.schema),
    json?.example === undefined ? '' : exampleHtml('Example of the body', json.example),
    answersHtml(operation.responses as Record<string, Any>),
  ].join('');
}

function parameterHtml(parameter: Any): string {
  const schema = parameter.schema as Any;
  const more = [
    parameter.description,
    schema.enum && `one of ${(schema.enum as unknown[]).join(', ')}`,
    schema.default !== undefined && `default ${String(schema.default)}`,
  ].filter(Boolean);
  return `<tr><td><code>${escaped(parameter.name)}</code></td><td>${escaped(parameter.in)}</td><td>${escaped(more.join('; '))}</td></tr>`;
}

function answersHtml(responses: Record<string, Any>): string {
  const good = Object.entries(responses).filter(([, one]) => one.$ref === undefined);
  const other = Object.keys(responses).filter((status) => responses[status]!.$ref !== undefined);
  const rows = good.map(([status, one]) => {
    const [content] = Object.values((one.content ?? {}) as Record<string, Any>);
    const shape = content?.schema === undefined ? '' : schemaHtml('Answer', content.schema);
    const example =
      content?.example === undefined ? '' : exampleHtml('Example of the answer', content.example);
    return `<p><code>${escaped(status)}</code> ${escaped(one.description)}</p>${shape}${example}`;
  });
  const links = other.map(
    (status) => `<a href="#problem-${escaped(status)}"><code>${escaped(status)}</code></a>`,
  );
  return `${rows.join('')}<p>Problems: ${links.join(' ')}</p>`;
}

/** What can go wrong, by status, for all operations together. */
function problemsHtml(responses: Record<string, Any>): string {
  const rows = Object.entries(responses).map(([name, { description }]) => {
    const status = name.replace('Problem', '');
    const words = String(description).split('\n\n').map(escaped).join('<br>');
    return `<tr id="problem-${escaped(status)}"><td><code>${escaped(status)}</code></td><td>${words}</td></tr>`;
  });
  return `<h2 id="problems">Problems</h2><table><tr><th>Status</th><th>What</th></tr>${rows.join('')}</table>`;
}

const exampleHtml = (title: string, example: unknown) =>
  `<details><summary>${title}</summary><pre>${escaped(JSON.stringify(example, null, 2))}</pre></details>`;

const schemaHtml = (title: string, schema: unknown) =>
  `<details><summary>${title}: schema</summary><pre>${escaped(JSON.stringify(schema, null, 2))}</pre></details>`;
