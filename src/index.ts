/** The library: what notebooks and other programs import. */

export { z } from 'zod';
export { type CheckedClaim, checkClaims, type ExperimentOutcome } from './claims/checkClaims.js';
export type { CheckResult, Claim, ExperimentClaims, Verdict } from './claims/claim.js';
export { canonicalJson } from './config/canonicalJson.js';
export { type Experiment, loadExperiment, resolveExperiment } from './config/load/loadExperiment.js';
export { editorSchema } from './config/schema/editorSchema.js';
export { buildWorld, type WorldOptions } from './corpus/buildWorld.js';
export type { Corpus, Examples, TrainingCounts } from './corpus/corpus.js';
export { countExamples, drawCorpus } from './corpus/drawCorpus.js';
export { checkLexicon, type Lexicon } from './corpus/lexicon.js';
export { sentence } from './corpus/sentence.js';
export type { FamilyWorld, World } from './corpus/world.js';
export { createEngine, type Engine } from './engine/engine.js';
export type { Executable, Program } from './engine/program.js';
export { UserError } from './errors/userError.js';
export { type EstimateOptions, estimate } from './estimate/estimate.js';
export { type EstimateRequest, estimateFiles } from './estimate/estimateFiles.js';
export type { Estimate, FileEstimate } from './estimate/estimateTypes.js';
export { dataNeeded, extrapolate } from './estimate/extrapolate.js';
export { estimateFigure } from './estimate/show/estimatePlot.js';
export { claimFigure, claimsOf, findingsTable } from './experiments/findingsTable.js';
export { experimentClaims } from './experiments/index.js';
export { ask, type QuestionOptions, trainingTexts } from './library/askedModel.js';
export type { KindOptions, Plugin } from './library/callerOptions.js';
export { withPlugins } from './library/callerOptions.js';
export { type CorpusOptions, createCorpus, createWorld, type WorldSettings } from './library/createCorpus.js';
export {
  type ExperimentResults,
  type ExperimentRunOptions,
  experimentRuns as runExperiment,
} from './library/experimentRuns.js';
export { estimateData, scoreData } from './library/filesOfPeople.js';
export { type MeasurementOptions, measureModel as measure } from './library/measureModel.js';
export {
  type LinesFigure,
  type NotebookResults,
  openResults,
  type Shown,
  type ShownColumn,
  showAnswers,
  showLines,
  showTable,
} from './library/notebookResults.js';
export { type TrainedModel, type TrainOptions, trainModel as train } from './library/trainModel.js';
export { measureFamily } from './measurement/measureFamily.js';
export { deltaAt } from './measurement/metrics/calibration.js';
export { measureResponseProbabilities } from './measurement/summariseExact.js';
export type { LanguageModel } from './models/languageModel.js';
export { modelKinds } from './models/registry.js';
export { type LoadedModel, loadModel, saveModel } from './models/saved/modelFile.js';
export type { SavedModel, TrainingState } from './models/saved/savedModel.js';
export { type BuildContext, defineFamily, type FamilyDefinition } from './plugins/defineFamily.js';
export { defineFrequency, type FrequencyDefinition, type LawContext } from './plugins/defineFrequency.js';
export {
  defineGrader,
  type GradedAnswerOf,
  type GraderDefinition,
  type GraderKind,
  type Points,
} from './plugins/defineGrader.js';
export { type DefinedModel, defineModel, type ModelDefinition } from './plugins/defineModel.js';
export type { FamilyInWords, Words } from './plugins/familyInWords.js';
export { type PluginLibrary, tf } from './plugins/pluginLibrary.js';
export type { TextCorpus, TextExample, TextFamily } from './plugins/textCorpus.js';
export type { TextModel } from './plugins/textModel.js';
export { AXES, type Figure, type Spec, topLevel } from './report/figures/figure.js';
export {
  type Axis,
  exact,
  type Panel,
  pointsOf,
  type Series,
  type SeriesPoint,
  seriesFigure,
} from './report/figures/seriesFigure.js';
export { standardFigures as figures } from './report/figures/standardFigures.js';
export { renderSvg } from './report/figures/svg.js';
export { type Displayed, notebookFigure, notebookTable, show } from './report/notebook.js';
export { reportHtml } from './report/page/experimentReport.js';
export { runTable } from './report/terminal/runTable.js';
export type { CurvePoint, FamilyMeasurement, Stratum } from './results/familyMeasurement.js';
export { readResults } from './results/readResults.js';
export {
  type Family,
  familiesOf,
  type Group,
  groupsOf,
  metric,
  numbersAt,
  type ReportTables,
} from './results/reportTables.js';
export { meanOf, type SeedMean, seedMean } from './results/seedMeans.js';
export * from './scoring/calibrationError.js';
export type { ConfidentAnswers } from './scoring/confidentAnswers.js';
export type { GradedAnswers } from './scoring/gradedAnswers.js';
export {
  accuracy,
  answeringThreshold,
  confidenceTarget,
  expectedScore,
  GRADED_OUTCOMES as OUTCOMES,
  type GradedOutcome as Outcome,
  type Grader,
  type OutcomeShares,
  partialCredit,
  penaltyGrader,
} from './scoring/grader.js';
export { type Flip, flips, type NamedTally, type Ranking, ranking } from './scoring/ranking.js';
export { type GradedFiles, type ReadOptions, readGraded } from './scoring/read/readGraded.js';
export * from './scoring/riskCoverage.js';
export { type ScoredModel, type ScoreOptions, type ScoreReport, scoreReport } from './scoring/scoreReport.js';
export { scoreFigures } from './scoring/show/scoreFigures.js';
export { type Rates, ratesOf, type Tally } from './scoring/tally.js';
export { loadLexicon } from './store/loadLexicon.js';
export { readTable, type StoredTable } from './store/tables.js';
export { schema as experimentSchema, schemaOf, schemaOfStudies } from './sweep/experimentSchemas.js';
export { executeRun, type RunTask } from './sweep/run/executeRun.js';
export type { RunResult } from './sweep/tables/runResult.js';
export * from './theory/chao.js';
export * from './theory/confidenceTarget.js';
export * from './theory/expectedSingletonRate.js';
export * from './theory/frequencyCounts.js';
export * from './theory/goodToulmin.js';
export * from './theory/goodTuring.js';
export * from './theory/meanInterval.js';
export * from './theory/missingMassAhead.js';
export * from './theory/missingMassInterval.js';
export * from './theory/simpleGoodTuring.js';
export * from './theory/theorems/theorem1.js';
export * from './theory/theorems/theorem2.js';
export * from './theory/theorems/theorem4.js';
export { type TrainingOptions, train as trainNetwork } from './training/train.js';
