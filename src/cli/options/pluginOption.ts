/** The flag that names modules with kinds of one's own. */
export const PLUGIN_OPTION = {
  type: 'string',
  array: true,
  nargs: 1,
  default: [] as string[],
  describe:
    'module (.mjs) or package that defines families, laws, models or graders: docs/extending.md; repeat it for more',
} as const;
