/** As little as a Next server can be: what the portal's doors are measured against. Built by `npm run bench -- hand-out`. */
export default { poweredByHeader: false, compress: false };
