using System.Collections.Frozen;
using GrpcExp.Contracts.Analysis.V1;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Ingest.V1;
using GrpcExp.Contracts.Sync.V1;

namespace GrpcExp.ControlPlane.Access;

/// <summary>
/// The one table of who may call what. A method that is missing here is refused to everybody; ADMIN is allowed
/// everywhere and not repeated.
/// </summary>
internal static class MethodRoles
{
    /// <summary>Methods that need no token at all: health checks carry none.</summary>
    public const string PublicService = "/grpc.health.v1.Health/";

    private static readonly Role[] Readers = [Role.Viewer, Role.Editor, Role.Approver];
    private static readonly Role[] Editors = [Role.Editor];
    private static readonly Role[] Approvers = [Role.Approver];
    private static readonly Role[] Administrators = [];
    private static readonly Role[] Sources = [Role.Ingest];
    private static readonly Role[] Sidecars = [Role.Sync];

    // A snapshot tells everything that an evaluation does.
    private static readonly Role[] Evaluators = [Role.Viewer, Role.Editor, Role.Approver, Role.Sync];

    // What the contracts look like is no secret among those who hold a token.
    private static readonly Role[] Everybody = [Role.Viewer, Role.Editor, Role.Approver, Role.Ingest, Role.Sync];

    private static readonly FrozenDictionary<string, Role[]> Table = new Dictionary<string, Role[]>
    {
        [Of(ExperimentService.Descriptor, "CreateExperiment")] = Editors,
        [Of(ExperimentService.Descriptor, "GetExperiment")] = Readers,
        [Of(ExperimentService.Descriptor, "ListExperiments")] = Readers,
        [Of(ExperimentService.Descriptor, "UpdateExperiment")] = Editors,
        [Of(ExperimentService.Descriptor, "SubmitExperiment")] = Editors,
        [Of(ExperimentService.Descriptor, "RequestChanges")] = Approvers,
        [Of(ExperimentService.Descriptor, "ApproveExperiment")] = Approvers,
        [Of(ExperimentService.Descriptor, "StartExperiment")] = Editors,
        [Of(ExperimentService.Descriptor, "RampExperiment")] = Editors,
        [Of(ExperimentService.Descriptor, "ConcludeExperiment")] = Approvers,
        [Of(ExperimentService.Descriptor, "ArchiveExperiment")] = Editors,
        [Of(ExperimentService.Descriptor, "GetLaunchChecklist")] = Readers,
        [Of(ExperimentService.Descriptor, "ListAuditEvents")] = Readers,
        [Of(ExperimentService.Descriptor, "VerifyAudit")] = Readers,
        [Of(FlagService.Descriptor, "CreateFlag")] = Editors,
        [Of(FlagService.Descriptor, "GetFlag")] = Readers,
        [Of(FlagService.Descriptor, "ListFlags")] = Readers,
        [Of(FlagService.Descriptor, "UpdateFlag")] = Editors,
        [Of(FlagService.Descriptor, "SetEnabled")] = Editors,
        [Of(FlagService.Descriptor, "DeleteFlag")] = Editors,
        [Of(FlagService.Descriptor, "PutSegment")] = Editors,
        [Of(FlagService.Descriptor, "GetSegment")] = Readers,
        [Of(FlagService.Descriptor, "ListSegments")] = Readers,
        [Of(FlagService.Descriptor, "DeleteSegment")] = Editors,
        [Of(FlagService.Descriptor, "PutLayer")] = Editors,
        [Of(FlagService.Descriptor, "GetLayer")] = Readers,
        [Of(FlagService.Descriptor, "ListLayers")] = Readers,
        [Of(FlagService.Descriptor, "DeleteLayer")] = Editors,
        [Of(FlagService.Descriptor, "GetHoldout")] = Readers,
        [Of(FlagService.Descriptor, "SetHoldout")] = Editors,
        [Of(MetricService.Descriptor, "RegisterMetric")] = Editors,
        [Of(MetricService.Descriptor, "GetMetric")] = Readers,
        [Of(MetricService.Descriptor, "ListMetrics")] = Readers,
        [Of(MetricService.Descriptor, "UpdateMetric")] = Editors,
        [Of(MetricService.Descriptor, "DeprecateMetric")] = Editors,
        [Of(MetricService.Descriptor, "ListDrift")] = Readers,
        [Of(MetricService.Descriptor, "ListMetricVersions")] = Readers,
        [Of(MetricService.Descriptor, "GetMetricTree")] = Readers,
        [Of(AccessService.Descriptor, "CreateToken")] = Administrators,
        [Of(AccessService.Descriptor, "ListTokens")] = Administrators,
        [Of(AccessService.Descriptor, "RotateToken")] = Administrators,
        [Of(AccessService.Descriptor, "RevokeToken")] = Administrators,
        [Of(JobService.Descriptor, "ListJobs")] = Readers,
        [Of(JobService.Descriptor, "GetJob")] = Readers,
        [Of(JobService.Descriptor, "RunJob")] = Editors,
        [Of(JobService.Descriptor, "ListJobRuns")] = Readers,
        [Of(JobService.Descriptor, "PauseJob")] = Administrators,
        [Of(JobService.Descriptor, "ResumeJob")] = Administrators,
        [Of(EvaluationService.Descriptor, "Evaluate")] = Evaluators,
        [Of(EvaluationService.Descriptor, "EvaluateBatch")] = Evaluators,
        [Of(EvaluationService.Descriptor, "EvaluateAll")] = Evaluators,
        [Of(EvaluationService.Descriptor, "Watch")] = Evaluators,
        [Of(SyncService.Descriptor, "GetSnapshot")] = Sidecars,
        [Of(SyncService.Descriptor, "WatchSnapshots")] = Sidecars,
        [Of(IngestService.Descriptor, "RecordAssignments")] = Sources,
        [Of(IngestService.Descriptor, "StreamAssignments")] = Sources,
        [Of(IngestService.Descriptor, "RecordExposures")] = Sources,
        [Of(IngestService.Descriptor, "StreamExposures")] = Sources,
        [Of(IngestService.Descriptor, "RecordEvents")] = Sources,
        [Of(IngestService.Descriptor, "StreamEvents")] = Sources,
        [Of(AnalysisService.Descriptor, "BuildWarehouse")] = Editors,
        [Of(AnalysisService.Descriptor, "Analyze")] = Readers,
        [Of(AnalysisService.Descriptor, "GetScorecard")] = Readers,
        [Of(AnalysisService.Descriptor, "ListScorecards")] = Readers,
        [Of(AnalysisService.Descriptor, "PlanExperiment")] = Readers,
        [Of(AnalysisService.Descriptor, "ExplainSql")] = Readers,
        [Of(Grpc.Reflection.V1.ServerReflection.Descriptor, "ServerReflectionInfo")] = Everybody,
        [Of(Grpc.Reflection.V1Alpha.ServerReflection.Descriptor, "ServerReflectionInfo")] = Everybody,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Roles, besides ADMIN, that may call a method; null for a method that nobody may call.</summary>
    /// <param name="method">Full name, for example <c>/grpcexp.control.v1.FlagService/CreateFlag</c>.</param>
    public static IReadOnlyList<Role>? Of(string method) => Table.GetValueOrDefault(method);

    private static string Of(Google.Protobuf.Reflection.ServiceDescriptor service, string method) => $"/{service.FullName}/{method}";
}
