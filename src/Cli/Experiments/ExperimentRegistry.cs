using Google.Protobuf;
using GrpcExp.Cli.Definitions;
using GrpcExp.Cli.Servers;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Cli.Experiments;

/// <summary>The experiments of a running control plane.</summary>
internal sealed class ExperimentRegistry(ServerConnection connection, CancellationToken cancellationToken) : IDefinitionRegistry
{
    private const int AllTraffic = 10_000;
    private const double DefaultAlpha = 0.05;
    private const double DefaultPower = 0.8;

    private readonly ExperimentService.ExperimentServiceClient _experiments = new(connection.Invoker);

    public DefinitionKind Kind => DefinitionKind.Experiments;

    /// <summary>All experiments in a state whose keys contain a text, by key.</summary>
    public async Task<ListExperimentsResponse> ListAsync(ExperimentState state, string filter)
    {
        var all = new ListExperimentsResponse();
        await Pages.ReadAsync(async token =>
        {
            var page = new ListExperimentsRequest { PageSize = Pages.Size, PageToken = token, State = state, Filter = filter };
            var answer = await _experiments.ListExperimentsAsync(page, connection.Headers, cancellationToken: cancellationToken);
            all.Experiments.Add(answer.Experiments);
            all.Revision = answer.Revision;
            return answer.NextPageToken;
        });
        return all;
    }

    public async Task<Experiment> GetAsync(string key) =>
        await _experiments.GetExperimentAsync(new GetExperimentRequest { Key = key }, connection.Headers, cancellationToken: cancellationToken);

    /// <summary>What stands in the way of a launch.</summary>
    public async Task<LaunchChecklist> GetChecklistAsync(string key) =>
        await _experiments.GetLaunchChecklistAsync(new GetLaunchChecklistRequest { Key = key }, connection.Headers, cancellationToken: cancellationToken);

    public async Task<IReadOnlyDictionary<string, IMessage>> ListAsync() =>
        (await ListAsync(ExperimentState.Unspecified, "")).Experiments.ToDictionary(experiment => experiment.Key, IMessage (experiment) => experiment, StringComparer.Ordinal);

    /// <summary>Writes out the defaults that the control plane writes out, and leaves what is no draft any more.</summary>
    public void Complete(DefinitionEntry entry, IMessage? before)
    {
        var wanted = (Experiment)entry.Message;
        WriteDefaults(wanted);
        if (before is not Experiment stored)
        {
            return;
        }

        WriteDefaults(stored);
        if (stored.State != ExperimentState.Draft && !DefinitionFields.Written(Kind, stored).Equals(DefinitionFields.Written(Kind, wanted)))
        {
            var remedy = stored.State is ExperimentState.Review or ExperimentState.Approved
                ? "'experiments request-changes' takes it back to a draft"
                : "take it out of the file, or write it as it is";
            entry.Refuse("", $"differs from what is {stored.State.ToString().ToUpperInvariant()}, and only a draft can be changed: {remedy}");
        }
    }

    public async Task<IMessage> PutAsync(IMessage wanted, IMessage? before, string reason)
    {
        var experiment = DefinitionFields.Over((Experiment)wanted, before);
        return before is null
            ? await _experiments.CreateExperimentAsync(new CreateExperimentRequest { Experiment = experiment, Reason = reason }, connection.Headers, cancellationToken: cancellationToken)
            : await _experiments.UpdateExperimentAsync(new UpdateExperimentRequest { Experiment = experiment, Reason = reason }, connection.Headers, cancellationToken: cancellationToken);
    }

    private static void WriteDefaults(Experiment experiment)
    {
        if (experiment.TrafficBasisPoints == 0)
        {
            experiment.TrafficBasisPoints = AllTraffic;
        }

        if (experiment.PowerPlan is { } plan)
        {
            plan.Alpha = plan.Alpha == 0 ? DefaultAlpha : plan.Alpha;
            plan.Power = plan.Power == 0 ? DefaultPower : plan.Power;
        }
    }
}
