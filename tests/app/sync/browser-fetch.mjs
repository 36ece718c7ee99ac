/** fetch as a browser does it: cookies kept, the site named. */

/** @param {string} origin */
export function browserFetch(origin) {
  const jar = new Map();
  return async (url, init = {}) => {
    const headers = { ...init.headers, 'Sec-Fetch-Site': 'same-origin', Origin: origin };
    if (jar.size) headers.Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const { signal, method, body } = init;
    const answer = await fetch(url, { method, body, signal, headers });
    for (const cookie of cookiesOf(answer.headers)) {
      const [name, value] = cookie.split(';')[0].split('=');
      jar.set(name, value);
    }
    return answer;
  };
}

/**
 * Old Node joins the cookies with commas; a comma within one (its date) is followed by no name.
 * @param {Headers} headers
 */
function cookiesOf(headers) {
  return headers.getSetCookie?.() ?? (headers.get('Set-Cookie') ?? '').split(/, (?=[^ ;,=]+=)/).filter(Boolean);
}
