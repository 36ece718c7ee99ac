/** fetch as a browser does it: cookies kept, the site named. */

/** @param {string} origin */
export function browserFetch(origin) {
  const jar = new Map();
  return async (url, init = {}) => {
    const headers = { ...init.headers, 'Sec-Fetch-Site': 'same-origin', Origin: origin };
    if (jar.size) headers.Cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const { signal, method, body } = init;
    const answer = await fetch(url, { method, body, signal, headers });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split('=');
      jar.set(name, value);
    }
    return answer;
  };
}
