using Google.Protobuf.WellKnownTypes;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Experiments;

/// <summary>Steps of an experiment's life, each with the reason for the audit log.</summary>
internal sealed class ExperimentSteps(ServerConnection connection, CancellationToken cancellationToken)
{
    private readonly ExperimentService.ExperimentServiceClient _experiments = new(connection.Invoker);

    public async Task<Experiment> SubmitAsync(string key, string reason) =>
        await _experiments.SubmitExperimentAsync(Transition(key, reason), connection.Headers, cancellationToken: cancellationToken);

    public async Task<Experiment> RequestChangesAsync(string key, string reason) =>
        await _experiments.RequestChangesAsync(Transition(key, reason), connection.Headers, cancellationToken: cancellationToken);

    public async Task<Experiment> ApproveAsync(string key, string reason) =>
        await _experiments.ApproveExperimentAsync(Transition(key, reason), connection.Headers, cancellationToken: cancellationToken);

    public async Task<Experiment> ArchiveAsync(string key, string reason) =>
        await _experiments.ArchiveExperimentAsync(Transition(key, reason), connection.Headers, cancellationToken: cancellationToken);

    /// <param name="key">The experiment.</param>
    /// <param name="began">When traffic really began; null for now.</param>
    /// <param name="reason">Why.</param>
    public async Task<Experiment> StartAsync(string key, DateTimeOffset? began, string reason)
    {
        var request = new StartExperimentRequest { Key = key, Reason = reason, StartTime = TimeOf(began) };
        return await _experiments.StartExperimentAsync(request, connection.Headers, cancellationToken: cancellationToken);
    }

    public async Task<Experiment> RampAsync(string key, int basisPoints, string reason)
    {
        var request = new RampExperimentRequest { Key = key, TrafficBasisPoints = basisPoints, Reason = reason };
        return await _experiments.RampExperimentAsync(request, connection.Headers, cancellationToken: cancellationToken);
    }

    /// <param name="key">The experiment.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="shipped">The variant that was shipped; null for another decision.</param>
    /// <param name="ended">When traffic really ended; null for now.</param>
    /// <param name="reason">Why.</param>
    public async Task<Experiment> ConcludeAsync(string key, Decision decision, string? shipped, DateTimeOffset? ended, string reason)
    {
        var request = new ConcludeExperimentRequest { Key = key, Decision = decision, ShippedVariant = shipped ?? "", Reason = reason, EndTime = TimeOf(ended) };
        return await _experiments.ConcludeExperimentAsync(request, connection.Headers, cancellationToken: cancellationToken);
    }

    private static TransitionExperimentRequest Transition(string key, string reason) => new() { Key = key, Reason = reason };

    private static Timestamp? TimeOf(DateTimeOffset? time) => time is { } known ? Timestamp.FromDateTimeOffset(known) : null;
}
