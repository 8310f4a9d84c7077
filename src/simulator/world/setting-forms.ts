// Whether a value has the form that a setting wants. Two questions: what a schema would see (types, ranges, words,
// lengths), and what only the switch itself would see (a number that cannot be dialled). Looks; changes nothing.
import { parseDn } from '../../numbers/index.js';
import type { Form, Setting } from './service-settings.js';

/** What is wrong, and where inside the value: `[2].phoneNumber`, or nothing for the value itself. */
export interface Complaint {
  readonly path: string;
  readonly message: string;
}

const dialled = /^\+?[0-9*#][0-9*# ().-]{0,28}$/;
const address = /^(?:sips?:)?[^\s@:;]+@[A-Za-z0-9][A-Za-z0-9.-]*$/;
const mailAddress = /^[^\s@]+@[^\s@]+$/;

/** Where a value is not as the schema has it; undefined when it fits. */
export function schemaComplaint(form: Form, value: unknown): Complaint | undefined {
  const here = (message: string) => ({ path: '', message });
  switch (form.is) {
    case 'flag':
      return typeof value === 'boolean' ? undefined : here('write true or false');
    case 'whole': {
      const { least, most, but } = form;
      const fits = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
      const except = but === undefined ? '' : ` other than ${but}`;
      return fits && value !== but
        ? undefined
        : here(`write a whole number from ${least} to ${most}${except}`);
    }
    case 'word':
      return form.words.includes(value as string)
        ? undefined
        : here(`write one of ${form.words.join(', ')}`);
    case 'list':
      if (!Array.isArray(value) || value.length > form.most)
        return here(`write a list of at most ${form.most}`);
      return first(value.map((item, at) => inside(`[${at}]`, schemaComplaint(form.of, item))));
    case 'object':
      return objectComplaint(form, value);
    default: {
      const least = form.is === 'extension' ? 2 : 1;
      const fits =
        typeof value === 'string' && value.trim().length >= least && value.length <= form.most;
      return fits ? undefined : here(`write a text of ${least} to ${form.most} characters`);
    }
  }
}

function objectComplaint(form: Extract<Form, { is: 'object' }>, value: unknown) {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { path: '', message: 'write an object in curly brackets' };
  const forms = { ...form.required, ...form.optional };
  const missing = Object.keys(form.required).find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return { path: `.${missing}`, message: 'it is missing' };
  return first(
    Object.entries(value).map(([name, item]) =>
      Object.hasOwn(forms, name)
        ? inside(`.${name}`, schemaComplaint(forms[name]!, item))
        : { path: `.${name}`, message: `remove it; known here: ${Object.keys(forms).join(', ')}` },
    ),
  );
}

/** Where a value that fits the schema cannot be used all the same; undefined when it can. */
export function useComplaint(form: Form, value: Setting): Complaint | undefined {
  if (form.is === 'list')
    return first(
      (value as readonly Setting[]).map((item, at) =>
        inside(`[${at}]`, useComplaint(form.of, item)),
      ),
    );
  if (form.is === 'object') {
    const forms = { ...form.required, ...form.optional };
    return first(
      Object.entries(value).map(([name, item]) =>
        inside(`.${name}`, useComplaint(forms[name]!, item)),
      ),
    );
  }
  const text = String(value);
  const wrong = (what: string) => ({ path: '', message: `${what}: ${text}` });
  if (form.is === 'dialled' && !dialled.test(text)) return wrong('not a phone number');
  if (form.is === 'outgoing' && !dialled.test(text) && !address.test(text))
    return wrong('not a phone number or SIP address');
  if (form.is === 'mail' && !mailAddress.test(text)) return wrong('not a mail address');
  if (form.is === 'extension' && !/^\d+$/.test(text)) return wrong('not an extension');
  if (form.is === 'dn' && parseDn(text) === undefined) return wrong('not a phone number');
  return undefined;
}

const first = (complaints: readonly (Complaint | undefined)[]) =>
  complaints.find((complaint) => complaint !== undefined);

const inside = (path: string, complaint: Complaint | undefined) =>
  complaint === undefined ? undefined : { ...complaint, path: `${path}${complaint.path}` };
