// What those who run the server ask: is it alive, is it ready, its figures, and the description of the API.
import type { Health } from '../health.js';
import type { Metrics } from '../metrics.js';
import { problem } from '../problem.js';
import { referencePage, referenceStyle } from '../reference-page.js';
import type { Route } from '../route.js';

/** None of these is recorded: they touch nobody and nothing south. */
export function operationRoutes(house: {
  readonly health: Health;
  readonly metrics: Metrics;
  readonly describe: () => object;
}): readonly Route[] {
  let described: object | undefined;
  const description = () => {
    described ??= house.describe();
    return described;
  };
  const common = {
    method: 'GET',
    tag: 'Operation',
    access: 'public',
    changes: false,
    recorded: false,
  } as const;
  const healthSchema = {
    type: 'object',
    required: ['status', 'checks'],
    properties: {
      status: { type: 'string', enum: ['ready', 'not ready'] },
      checks: { type: 'object', additionalProperties: { type: 'string' } },
    },
  };
  return [
    {
      ...common,
      path: '/health/live/',
      operation: 'live',
      endPointName: 'svc_v1:muster.health.live',
      summary: 'Whether the process is alive',
      answers: {
        200: {
          description: 'It is.',
          schema: {
            type: 'object',
            required: ['status'],
            properties: { status: { type: 'string', const: 'live' } },
          },
        },
      },
      handle: async () => ({ status: 200, body: { status: 'live' } }),
    },
    {
      ...common,
      path: '/health/ready/',
      operation: 'ready',
      endPointName: 'svc_v1:muster.health.ready',
      summary: 'Whether calls can be served, and why not',
      answers: {
        200: { description: 'They can.', schema: healthSchema },
        503: { description: 'They cannot; `checks` says why.', schema: healthSchema },
      },
      handle: async () => {
        const { isReady, checks } = await house.health.ready();
        return {
          status: isReady ? 200 : 503,
          body: { status: isReady ? 'ready' : 'not ready', checks },
        };
      },
    },
    {
      ...common,
      path: '/metrics/',
      operation: 'metrics',
      endPointName: 'svc_v1:muster.metrics',
      summary: 'Figures in the text form of Prometheus',
      description: 'For the machine itself, and for callers of level 16 from elsewhere.',
      answers: {
        200: { description: 'The figures.', type: 'text/plain' },
        403: { description: 'NOT_PERMITTED: the caller is elsewhere, and not of level 16.' },
      },
      handle: async ({ client, caller }) => {
        const isHere = /^(?:127\.|::1$|::ffff:127\.)/.test(client);
        if (!isHere && caller.level < 16)
          return problem(
            'NOT_PERMITTED',
            'figures are for this machine, and for callers of level 16',
          );
        return { status: 200, ...(await house.metrics.text()) };
      },
    },
    {
      ...common,
      path: '/openapi.json',
      operation: 'describe',
      endPointName: 'svc_v1:muster.openapi',
      summary: 'This description',
      answers: {
        200: {
          description: 'OpenAPI 3.1.',
          schema: { type: 'object', required: ['openapi', 'info', 'paths'] },
        },
      },
      handle: async () => ({ status: 200, body: description() }),
    },
    {
      ...common,
      path: '/reference/',
      operation: 'readReference',
      endPointName: 'svc_v1:muster.reference',
      summary: 'This description for people',
      answers: { 200: { description: 'A page.', type: 'text/html' } },
      handle: async () => ({
        status: 200,
        text: referencePage(description()),
        type: 'text/html; charset=utf-8',
      }),
    },
    {
      ...common,
      path: '/reference/style.css',
      operation: 'readReferenceStyle',
      endPointName: 'svc_v1:muster.reference',
      summary: 'How that page looks',
      answers: { 200: { description: 'A style sheet.', type: 'text/css' } },
      handle: async () => ({ status: 200, text: referenceStyle, type: 'text/css; charset=utf-8' }),
    },
  ];
}
