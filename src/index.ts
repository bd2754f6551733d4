/** The library: what notebooks and other programs import. */
export { UserError } from './errors/userError.js';
export { canonicalJson } from './config/canonicalJson.js';
export { loadExperiment, resolveExperiment, type Experiment } from './config/load/loadExperiment.js';
export { editorSchema } from './config/schema/editorSchema.js';

export { buildWorld, type WorldOptions } from './corpus/buildWorld.js';
export type { Corpus, Examples, TrainingCounts } from './corpus/corpus.js';
export { countExamples, drawCorpus } from './corpus/drawCorpus.js';
export { checkLexicon, type Lexicon } from './corpus/lexicon.js';
export { sentence } from './corpus/sentence.js';
export type { FamilyWorld, World } from './corpus/world.js';

export { createEngine, type Engine } from './engine/engine.js';
export type { Executable, Program } from './engine/program.js';
export type { LanguageModel } from './models/languageModel.js';
export { modelKinds } from './models/registry.js';
export { loadModel, saveModel, type LoadedModel } from './models/saved/modelFile.js';
export type { SavedModel, TrainingState } from './models/saved/savedModel.js';
export { train, type TrainingOptions } from './training/train.js';

export { deltaAt } from './measurement/metrics/calibration.js';
export { measureFamily } from './measurement/measureFamily.js';
export { measureResponseProbabilities } from './measurement/summariseExact.js';
export type { CurvePoint, FamilyMeasurement, Stratum } from './measurement/familyMeasurement.js';

export { estimate, type EstimateOptions } from './estimate/estimate.js';
export { estimateFiles, type EstimateRequest } from './estimate/estimateFiles.js';
export type { Estimate, FileEstimate } from './estimate/estimateTypes.js';
export { dataNeeded, extrapolate } from './estimate/extrapolate.js';

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
export * from './theory/theorem1.js';
export * from './theory/theorem2.js';

export * from './scoring/calibrationError.js';
export type { ConfidentAnswers } from './scoring/confidentAnswers.js';
export { accuracy, answeringThreshold, confidenceTarget, expectedScore, OUTCOMES, partialCredit, penalty as penaltyGrader, type Grader, type Outcome, type OutcomeShares } from './scoring/grader.js';
export type { GradedAnswers } from './scoring/gradedAnswers.js';
export { flips, ranking, type Flip, type NamedTally, type Ranking } from './scoring/ranking.js';
export { readGraded, type Read as GradedFiles, type ReadOptions } from './scoring/read/readGraded.js';
export * from './scoring/riskCoverage.js';
export { scoreReport, type ScoreOptions, type ScoreReport, type ScoredModel } from './scoring/scoreReport.js';
export { ratesOf, type Rates, type Tally } from './scoring/tally.js';

export { checkClaims, type CheckedClaim, type ExperimentOutcome } from './claims/checkClaims.js';
export type { Claim, ExperimentClaims, Finding, Verdict } from './claims/claim.js';
export { experimentClaims } from './experiments/index.js';
export { claimFigure, claimsOf, findingsTable } from './experiments/findingsTable.js';

export { AXES, topLevel, type Figure, type Spec } from './report/figures/figure.js';
export { figures } from './report/figures/standardFigures.js';
export { notebookFigure, notebookTable, show, type Displayed } from './report/notebook.js';
export { readResults } from './results/readResults.js';
export { familiesOf, groupsOf, metric, numbersAt, type Family, type Group, type ReportTables } from './results/reportTables.js';
export { meanOf, seedMean, type SeedMean } from './results/seedMeans.js';
export { exact, pointsOf, seriesFigure, type Axis, type Panel, type Point, type Series } from './report/figures/seriesFigure.js';
export { scoreFigures } from './scoring/show/scoreFigures.js';
export { estimateFigure } from './estimate/show/estimatePlot.js';
export { reportHtml } from './report/page/experimentReport.js';
export { runTable } from './report/terminal/runTable.js';
export { renderSvg } from './report/figures/svg.js';
export { loadLexicon } from './store/loadLexicon.js';
export { readTable, type StoredTable } from './store/tables.js';
export { schema as experimentSchema, schemaOf, schemaOfStudies } from './sweep/experimentSchemas.js';
export { executeRun, type RunTask } from './sweep/run/executeRun.js';
export type { RunResult } from './sweep/tables/runResult.js';
