// The odin formats: the JSON shapes of the group audit of the odins_spear Python library, so that its readers go on.
// `odin` is the shape its documentation shows, `odin-camel` what its code returns. The single lists are in odin-lists.ts.
import { type GroupAudit, partNames, partValue } from '../audit/index.js';
import { jsonText } from './json-text.js';
import { detailOf, type OdinGroupDetail, type OdinTrunking, trunkingOf } from './odin-details.js';
import {
  licenceLists,
  type OdinGroupService,
  type OdinServicePack,
  type OdinUserService,
} from './odin-licences.js';
import { formatOdinLists, odinListParts } from './odin-lists.js';
import { camelDnsOf, dnsOf, type OdinCamelGroupDns, type OdinGroupDns } from './odin-numbers.js';

/** The documented shape. A part without a value is null; without the trunk group service trunking is `{}`. */
export interface OdinResult {
  readonly group_detail: OdinGroupDetail | null;
  readonly licence_breakdown: {
    readonly user_services: readonly OdinUserService[];
    readonly group_services: readonly OdinGroupService[];
    readonly service_pack_services: readonly OdinServicePack[];
  } | null;
  readonly group_DNs: OdinGroupDns | null;
  readonly group_trunking: OdinTrunking | null;
}

/** What the library's code returns. As {@link OdinResult}, but without the trunk group service trunking is `[]`. */
export interface OdinCamelResult {
  readonly groupDetail: OdinGroupDetail | null;
  readonly licenceBreakdown: {
    readonly userServices: readonly OdinUserService[];
    readonly groupServices: readonly OdinGroupService[];
    readonly servicePackServices: readonly OdinServicePack[];
  } | null;
  readonly groupDNs: OdinCamelGroupDns | null;
  readonly groupTrunking: OdinTrunking | readonly [] | null;
}

/** The audit in the documented shape as JSON text in pieces; packs or instances alone as their scripts write them. */
export function formatOdin(audit: GroupAudit): Iterable<string> {
  return hasListsOnly(audit) ? formatOdinLists(audit) : jsonText(odinResult(audit));
}

/** The audit in the shape of the library's code as JSON text in pieces; packs or instances alone as {@link formatOdin}. */
export function formatOdinCamel(audit: GroupAudit): Iterable<string> {
  return hasListsOnly(audit) ? formatOdinLists(audit) : jsonText(odinCamelResult(audit));
}

function hasListsOnly(audit: GroupAudit): boolean {
  const asked = partNames.filter((name) => audit.parts[name].status !== 'notAsked');
  const lists: readonly string[] = odinListParts;
  return asked.length > 0 && asked.every((name) => lists.includes(name));
}

/** The audit in the documented shape as an object. */
export function odinResult(audit: GroupAudit): OdinResult {
  const { trunking } = audit.parts;
  const licences = licenceLists(audit);
  return {
    group_detail: detailOf(audit.parts.details),
    licence_breakdown: licences && {
      user_services: licences.userServices,
      group_services: licences.groupServices,
      service_pack_services: licences.servicePacks,
    },
    group_DNs: dnsOf(partValue(audit.parts.numbers)),
    group_trunking: trunking.status === 'notApplicable' ? {} : trunkingOf(trunking),
  };
}

/** The audit in the shape of the library's code as an object. */
export function odinCamelResult(audit: GroupAudit): OdinCamelResult {
  const { trunking } = audit.parts;
  const licences = licenceLists(audit);
  return {
    groupDetail: detailOf(audit.parts.details),
    licenceBreakdown: licences && {
      userServices: licences.userServices,
      groupServices: licences.groupServices,
      // The code deletes members of what the server sent, whose description comes first.
      servicePackServices: licences.servicePacks.map(
        ({ servicePackName, description, usage, users }) => ({
          servicePackName,
          description,
          usage,
          users,
        }),
      ),
    },
    groupDNs: camelDnsOf(partValue(audit.parts.numbers)),
    groupTrunking: trunking.status === 'notApplicable' ? [] : trunkingOf(trunking),
  };
}
