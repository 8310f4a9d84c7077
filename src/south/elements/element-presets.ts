// What is publicly known of each maker's interface, as rows: a preset fills in what the settings of an element leave open.
// None of them was tried against the live service.
import type { ActionRow, ElementSettings } from './element.js';

/** Part of the settings; of `auth` at least the kind, unless nothing is known. */
export type ElementPreset = Partial<Omit<ElementSettings, 'auth' | 'name'>> & {
  readonly protocol: ElementSettings['protocol'];
  readonly auth?: Readonly<Record<string, string | boolean>>;
};

const rpc = (
  prefix: string,
  rows: Readonly<Record<string, ActionRow['action']>>,
): readonly ActionRow[] =>
  Object.entries(rows).map(([name, action]) => ({ body: `${prefix}.${name}`, action }));

/** `POST` for everything: the last part of the path says what it does. */
const posts = (rows: Readonly<Record<string, ActionRow['action']>>): readonly ActionRow[] =>
  Object.entries(rows).map(([path, action]) => ({ method: 'POST', path, action }));

const redirection = rpc('redirect', {
  'register*': 'create',
  'deregister*': 'delete',
  'get*': 'read',
  'list*': 'read',
  'check*': 'read',
  'edit*': 'update',
  'add*': 'create',
});

/** By the name that `preset` gives. Without `baseUrl`: the address depends on region or customer. */
export const elementPresets: Readonly<Record<string, ElementPreset>> = {
  dubber: {
    protocol: 'CR',
    vendorType: 'Dubber',
    auth: { kind: 'oauth-password', tokenPath: '/token' },
    format: 'json',
    rate: 2,
    check: { path: '/profile' },
  },
  mutare: { protocol: 'TR', vendorType: 'Mutare', format: 'json' },
  'cisco-webex': {
    protocol: 'PV',
    vendorType: 'Cisco',
    baseUrl: 'https://webexapis.com/v1',
    auth: { kind: 'header-key', header: 'Authorization', prefix: 'Bearer ' },
    format: 'json',
    check: { path: '/devices?max=1' },
  },
  'yealink-rps': {
    protocol: 'PV',
    vendorType: 'Yealink',
    baseUrl: 'https://api-dm.yealink.com:8443/api/open/v1',
    auth: { kind: 'signed-headers' },
    success: 'ret',
    format: 'json',
    actions: posts({
      '*/edit': 'update',
      '*/delete': 'delete',
      '*/migrate': 'update',
      '*/detail': 'read',
      '*/list': 'read',
      '*/paging': 'read',
      '*/check*': 'read',
    }),
    check: { method: 'POST', path: '/device/list', body: '{"key":"000000000000"}' },
  },
  'yealink-xmlrpc': {
    protocol: 'PV',
    vendorType: 'Yealink',
    baseUrl: 'https://rps.yealink.com/xmlrpc',
    auth: { kind: 'basic' },
    success: 'xml-rpc',
    format: 'xml',
    actions: redirection,
  },
  'yealink-ymcs': {
    protocol: 'PV',
    vendorType: 'Yealink',
    auth: {
      kind: 'oauth-client',
      tokenPath: '/v2/token',
      clientAuth: 'basic',
      tokenFormat: 'json',
      stamp: true,
    },
    format: 'json',
    actions: posts({ '*/list*': 'read', '*/del*': 'delete', '*/edit*': 'update' }),
    check: { method: 'POST', path: '/v2/rps/listServers', body: '{"skip":0,"limit":1}' },
  },
  panasonic: {
    protocol: 'PV',
    vendorType: 'Panasonic',
    baseUrl: 'https://provisioning.e-connecting.net/redirect/xmlrpc',
    auth: { kind: 'basic' },
    success: 'xml-rpc',
    format: 'xml',
    actions: rpc('ipredirect', { 'register*': 'create', 'unregister*': 'delete' }),
  },
  'snom-sraps': {
    protocol: 'PV',
    vendorType: 'Snom',
    baseUrl: 'https://api.sraps.snom.com/api/v1',
    auth: { kind: 'hawk' },
    format: 'json',
    check: { path: '/settings/' },
  },
  'snom-xmlrpc': {
    protocol: 'PV',
    vendorType: 'Snom',
    baseUrl: 'https://secure-provisioning.snom.com:8083/xmlrpc/',
    auth: { kind: 'basic' },
    success: 'xml-rpc',
    format: 'xml',
    actions: redirection,
  },
  'polycom-ztp': {
    protocol: 'PV',
    vendorType: 'Polycom',
    baseUrl: 'https://ztpconsole.polycom.com/inboundservlet/GenericServlet',
    auth: { kind: 'body-credentials' },
    success: 'ztp',
    format: 'xml',
    actions: [
      { body: 'add-*', action: 'create' },
      { body: 'delete-*', action: 'delete' },
      { body: 'get-*', action: 'read' },
    ],
  },
  'poly-ztp-rest': {
    protocol: 'PV',
    vendorType: 'Polycom',
    baseUrl: 'https://api.ztp.poly.com/preview',
    auth: { kind: 'header-key', header: 'API-KEY' },
    format: 'json',
    actions: [{ method: 'POST', path: '/profiles/*', action: 'update' }],
    check: { path: '/devices?limit=1' },
  },
  'grandstream-gdms': {
    protocol: 'PV',
    vendorType: 'Grandstream',
    baseUrl: 'https://www.gdms.cloud/oapi',
    auth: { kind: 'signed-query', tokenPath: '/oauth/token' },
    success: 'ret-code',
    format: 'json',
    actions: posts({
      '*/delete': 'delete',
      '*/detail': 'read',
      '*/list': 'read',
      '*/edit': 'update',
      '*/update': 'update',
    }),
    check: { path: '/v1.0.0/org/list' },
  },
  xsi: { protocol: 'BS-XSI', auth: { kind: 'basic' }, success: 'error-info', format: 'xml' },
};
