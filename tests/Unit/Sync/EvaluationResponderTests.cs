using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;
using GrpcExp.Sync;

namespace GrpcExp.Unit.Sync;

public sealed class EvaluationResponderTests
{
    private readonly LoadedSnapshot _snapshot = Snapshots.Loaded(Snapshots.At(7, WithRule()));

    [Fact]
    public void An_answer_carries_everything_that_the_evaluator_said()
    {
        var response = EvaluationResponder.Answer(View(TimeSpan.FromSeconds(3)), Request("flag", "u", ("plan", "gold")));
        Assert.Equal(
            new EvaluateResponse
            {
                FlagKey = "flag",
                Value = new FlagValue { BoolValue = false },
                Variant = "off",
                Reason = Reason.TargetingMatch,
                RuleKey = "gold",
                Bucket = -1,
                FlagVersion = 1,
                Revision = 7,
                StaleAge = new Google.Protobuf.WellKnownTypes.Duration { Seconds = 3 },
            },
            response);
    }

    [Fact]
    public void An_error_has_a_code_a_reason_and_a_text_but_no_value()
    {
        var response = EvaluationResponder.Answer(View(), Request("nope", "u"));
        Assert.Equal((Reason.Error, ErrorCode.FlagNotFound, null, ""), (response.Reason, response.ErrorCode, response.Value, response.Variant));
        Assert.Contains("'nope'", response.ErrorDetail);
        Assert.Equal(ErrorCode.NotReady, EvaluationResponder.Answer(default, Request("flag", "u")).ErrorCode);
        Assert.Equal(ErrorCode.FlagNotFound, EvaluationResponder.Answer(View(), new EvaluateRequest()).ErrorCode);
    }

    [Fact]
    [Trait("Promise", "P7")]
    public void More_attributes_than_200_are_an_invalid_context_and_cost_no_more_than_201()
    {
        var request = Request("flag", "u", [.. Enumerable.Range(0, 100_000).Select(index => ($"a{index}", "x"))]);
        Assert.Equal(ErrorCode.InvalidContext, EvaluationResponder.Answer(View(), request).ErrorCode);
    }

    [Fact]
    public void Explaining_adds_the_steps()
    {
        var request = Request("flag", "u");
        request.Explain = true;
        Assert.Equal(
            ["rule gold: condition does not hold", "default: nothing else took the unit: on"],
            EvaluationResponder.Answer(View(), request).Explanation);
    }

    private EvaluationView View(TimeSpan? staleAge = null) => new(_snapshot, staleAge, DateTimeOffset.UnixEpoch);

    private static EvaluateRequest Request(string flag, string unit, params (string Name, string Value)[] attributes)
    {
        var context = new EvaluationContext { UnitId = unit };
        foreach (var (name, value) in attributes)
        {
            context.Attributes[name] = new AttributeValue { StringValue = value };
        }

        return new EvaluateRequest { FlagKey = flag, Context = context };
    }

    private static Flag WithRule()
    {
        var flag = Snapshots.Switch("flag");
        flag.Rules.Add(new Rule
        {
            Key = "gold",
            Variant = "off",
            Condition = new Condition
            {
                Attribute = new AttributeCondition
                {
                    Attribute = "plan",
                    Operator = Operator.Equals,
                    Values = { new AttributeValue { StringValue = "gold" } },
                },
            },
        });
        return flag;
    }
}
