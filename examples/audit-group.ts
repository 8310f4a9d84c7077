// Audits one group and says what is authorised but not used. Node 24 runs it as it is: node audit-group.ts SP GROUP
import { connect, openRecordStore, partValue } from 'muster';

const [serviceProviderId = '', groupId = ''] = process.argv.slice(2);
const {
  MUSTER_TARGET: target = '',
  MUSTER_USERNAME: username = '',
  MUSTER_PASSWORD: password = '',
} = process.env;

await using records = await openRecordStore({ path: 'records.sqlite' }); // or none: connect({ records: 'none', … })
await using client = await connect({ target, username, password, records });
const { ok, message, payload, audit } = await client.auditGroup({ serviceProviderId, groupId });
console.log(ok ? message : `Nothing could be read. ${message}`);
console.log(`${payload.group_details?.group_name}: ${payload.group_dns?.total} numbers`);

for (const pack of partValue(audit.parts.licences)?.servicePacks ?? [])
  if (pack.authorized === true && pack.usage === 0)
    console.log(`${pack.name}: ${pack.quantity} authorised, none used`);

// Commands travel over OCI-P only; over ODIN the outcome is a fault that says so.
const [version] = await client.send([{ command: 'SystemSoftwareVersionGetRequest' }]);
console.log(version?.kind === 'reply' ? version.reply.elements[0]?.text : audit.source.release);
