// The generic recorded connector: any network element that speaks HTTP, described by settings.
import type {
  ElementAnswer,
  ElementCall,
  ElementDeps,
  ElementSettings,
  SouthElement,
} from './element.js';
import { ElementRoad } from './element-road.js';

export { readXml, type XmlNode } from './answer-text.js';
export {
  type Action,
  type AuthSettings,
  actions,
  type CheckWords,
  type ElementAnswer,
  type ElementCall,
  type ElementDeps,
  type ElementProtocol,
  type ElementSettings,
  elementProtocols,
  type SouthElement,
  type SuccessTest,
} from './element.js';
export { actionOf } from './element-action.js';
export { elementPresets } from './element-presets.js';
export { elementSecrets, elementsFrom } from './element-settings.js';

/** Opens nothing yet: connections and tokens come with the first call. Throws SETTING_INVALID. Close it when done. */
export function openElement(settings: ElementSettings, deps: ElementDeps): SouthElement {
  return new ElementRoad(settings, deps);
}

/** The same as `element.call`, for those who embed Muster: one call, recorded where its log says. */
export function recordedFetch(element: SouthElement, call: ElementCall): Promise<ElementAnswer> {
  return element.call(call);
}
