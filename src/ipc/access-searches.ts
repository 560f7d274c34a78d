/** So many searches for access can be kept under a name. */
export const mostSavedSearches = 50
