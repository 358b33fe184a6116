/** So many requests in a second, all others are turned away, as limit_req and local rate limits do. */
export const rateLimit = (perSecond: number) => {
  let tokens = perSecond;
  let atMs = Date.now();
  return (): boolean => {
    const nowMs = Date.now();
    tokens = Math.min(perSecond, tokens + ((nowMs - atMs) / 1000) * perSecond);
    atMs = nowMs;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};
