/** Stands for the user's config in the bundle when no payload function has to be brought along. */
export default {};
