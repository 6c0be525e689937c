using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Contracts.Sync.V1;
using GrpcExp.Evaluation;
using GrpcExp.Sync;
using Control = GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Unit.Sync;

public sealed class EvaluationViewTests
{
    private readonly EvaluationCounters _counters = new();
    private readonly RecordedExposures _exposures = new();
    private readonly SnapshotState _state = new(TimeProvider.System);
    private readonly SnapshotEvaluator _evaluator;

    public EvaluationViewTests()
    {
        var snapshot = Snapshots.At(1, Snapshots.Switch("tested"), Snapshots.Switch("plain"), Snapshots.Switch("killed", enabled: false));
        snapshot.Experiments.Add(new RunningExperiment
        {
            Key = "experiment",
            FlagKey = "tested",
            ControlVariant = "off",
            Allocations = { new Control.VariantAllocation { Variant = "on", Ranges = { new Control.BucketRange { Start = 0, End = 10_000 } } } },
        });
        _state.Offer(SnapshotCodec.Seal(snapshot));
        _evaluator = new SnapshotEvaluator(_state, TimeProvider.System, _counters, _exposures);
    }

    [Fact]
    public void An_answer_that_an_experiment_decided_is_an_exposure()
    {
        var response = Answer(new EvaluateRequest { FlagKey = "tested" });
        Assert.Equal(("experiment", "on"), (response.ExperimentKey, response.Variant));
        Assert.Equal(["experiment tested on unit-1"], _exposures.All);
    }

    [Theory]
    [InlineData("plain", false, false)]
    [InlineData("killed", false, false)]
    [InlineData("nowhere", false, false)]
    [InlineData("tested", true, false)]
    [InlineData("tested", false, true)]
    public void Nothing_else_is(string flag, bool suppressed, bool explained)
    {
        Answer(new EvaluateRequest { FlagKey = flag, SuppressExposure = suppressed, Explain = explained });
        Assert.Empty(_exposures.All);
    }

    [Fact]
    public void Every_answer_is_counted_by_protocol_and_reason_or_error()
    {
        Answer(new EvaluateRequest { FlagKey = "tested" });
        Answer(new EvaluateRequest { FlagKey = "tested", Explain = true });
        Answer(new EvaluateRequest { FlagKey = "killed" });
        Answer(new EvaluateRequest { FlagKey = "nowhere" });
        Answer(new EvaluateRequest { FlagKey = "plain" }, EvaluationProtocol.Grpc);
        Assert.Equal(2, _counters.Of(EvaluationProtocol.Raw, EvaluationReason.Split));
        Assert.Equal(1, _counters.Of(EvaluationProtocol.Raw, EvaluationReason.Disabled));
        Assert.Equal(1, _counters.Of(EvaluationProtocol.Raw, EvaluationErrorCode.FlagNotFound));
        Assert.Equal((4, 1, 0), (_counters.Total(EvaluationProtocol.Raw), _counters.Total(EvaluationProtocol.Grpc), _counters.Total(EvaluationProtocol.Flagd)));
    }

    private EvaluateResponse Answer(EvaluateRequest request, EvaluationProtocol protocol = EvaluationProtocol.Raw)
    {
        request.Context = new EvaluationContext { UnitId = "unit-1" };
        return EvaluationResponder.Answer(_evaluator.Open(protocol), request);
    }

    private sealed class RecordedExposures : IExposureRecorder
    {
        public List<string> All { get; } = [];

        public void Record(in EvaluationResult result, in EvaluationRequest request, DateTimeOffset now) =>
            All.Add($"{result.ExperimentKey} {request.FlagKey} {result.Variant} {request.Unit}");
    }
}
