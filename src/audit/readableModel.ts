/** The name of a model as people read it: servers of llama.cpp call it by the path of its file, of which the name is enough. */
export function readableModel(model: string): string {
  return /^(\/|[A-Za-z]:[\\/])/.test(model) ? (model.split(/[\\/]/).findLast((part) => part !== '') ?? model) : model;
}
