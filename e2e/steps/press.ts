import { formsIn } from '../http/forms';
import type { Answer, HttpBrowser } from '../http/http-browser';

/** Presses the button of a form that asks for nothing, or for no more than where to go afterwards. */
export async function press(browser: HttpBrowser, path: string): Promise<Answer> {
  const forms = formsIn((await browser.open(path)).body).filter(({ action }) => action.includes('qaction'));
  const form = forms.find(({ fields }) => Object.keys(fields).every((name) => name === 'next'));
  if (!form) throw new Error(`${path} has no form that asks for nothing`);
  return browser.post(path + form.action, new URLSearchParams(form.fields).toString());
}
