using GrpcExp.Evaluation;

namespace GrpcExp.Unit.Evaluation;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(2));
    private static readonly DateTimeOffset End = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Fact]
    public void A_rule_is_in_force_from_its_start_until_just_before_its_end()
    {
        var model = Model(Start, End);
        Assert.Equal("off", At(model, Start - Tick));
        Assert.Equal("on", At(model, Start));
        Assert.Equal("on", At(model, End - Tick));
        Assert.Equal("off", At(model, End));
    }

    [Fact]
    public void A_side_that_is_left_out_is_open()
    {
        Assert.Equal("on", At(Model(null, End), DateTimeOffset.MinValue));
        Assert.Equal("off", At(Model(null, End), DateTimeOffset.MaxValue));
        Assert.Equal("on", At(Model(Start, null), DateTimeOffset.MaxValue));
        Assert.Equal("on", At(Model(null, null), DateTimeOffset.MinValue));
    }

    [Fact]
    public void A_prerequisite_is_evaluated_at_the_same_instant()
    {
        var model = SnapshotModel.Compile(Samples.Snapshot(
            Scheduled(Start, End),
            Samples.Switch("dependent") with
            {
                Prerequisites = [new PrerequisiteConfig("flag", ["on"])],
                Rules = [new RuleConfig { Key = "all", Variant = "on" }],
            }));
        string? Dependent(DateTimeOffset now) => Evaluator.Evaluate(model, new EvaluationRequest("dependent", "u"), now).Variant;
        Assert.Equal(("off", "on", "off"), (Dependent(Start - Tick), Dependent(Start), Dependent(End)));
    }

    [Fact]
    public void A_flag_with_a_schedule_is_never_static_and_says_why_a_rule_was_passed_over()
    {
        var model = Model(Start, End);
        Assert.Equal(EvaluationReason.Default, Evaluator.Evaluate(model, new EvaluationRequest("flag", "u"), End).Reason);
        Assert.Equal("rule r: is not in force yet by its schedule", Explain(Start - Tick));
        Assert.Equal("rule r: is no longer in force by its schedule", Explain(End));
        string Explain(DateTimeOffset now) => Evaluator.Explain(model, new EvaluationRequest("flag", "u"), now).Steps[0].ToString();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(1, true)]
    public void The_end_is_after_the_start(long ticks, bool isValid)
    {
        var config = Samples.Snapshot(Scheduled(Start, Start + TimeSpan.FromTicks(ticks)));
        Assert.Equal(isValid, SnapshotModel.TryCompile(config, out _, out var problems));
        Assert.Equal(isValid ? [] : ["flags[flag].rules[r].end_time"], problems.Select(problem => problem.Path));
    }

    [Fact]
    public void The_phase_changes_exactly_where_answers_can_change()
    {
        var model = SnapshotModel.Compile(Samples.Snapshot(Scheduled(Start, End), Scheduled(Start, null) with { Key = "other" }));
        Assert.Equal(
            [0, 0, 1, 1, 2, 2],
            new[] { DateTimeOffset.MinValue, Start - Tick, Start, End - Tick, End, DateTimeOffset.MaxValue }.Select(model.SchedulePhase));
        Assert.Equal(0, SnapshotModel.Compile(Samples.Snapshot(Samples.Switch("plain"))).SchedulePhase(Start));
    }

    private static string? At(SnapshotModel model, DateTimeOffset now) => Evaluator.Evaluate(model, new EvaluationRequest("flag", "u"), now).Variant;

    private static SnapshotModel Model(DateTimeOffset? start, DateTimeOffset? end) => SnapshotModel.Compile(Samples.Snapshot(Scheduled(start, end)));

    private static FlagConfig Scheduled(DateTimeOffset? start, DateTimeOffset? end) => Samples.Switch("flag") with
    {
        Rules = [new RuleConfig { Key = "r", Variant = "on", StartTime = start, EndTime = end }],
    };
}
