using Google.Protobuf.WellKnownTypes;
using GrpcExp.Contracts.Control.V1;

namespace GrpcExp.Tests;

/// <summary>Valid conditions of every operator, nested and negated, over the attributes that <see cref="GeneratedCases"/> fills.</summary>
internal sealed class GeneratedConditions(Random random)
{
    private static readonly Operator[] Operators = [.. System.Enum.GetValues<Operator>().Where(one => one != Operator.Unspecified)];

    /// <summary>The next condition.</summary>
    /// <param name="depth">Most levels of groups.</param>
    /// <param name="segments">Segments that exist, from number 0.</param>
    public Condition Next(int depth, int segments)
    {
        var condition = random.Next(10) switch
        {
            0 or 1 when depth > 0 => new Condition { AllOf = Group(depth - 1, segments) },
            2 or 3 when depth > 0 => new Condition { AnyOf = Group(depth - 1, segments) },
            4 when segments > 0 => new Condition { Segment = $"segment-{random.Next(segments)}" },
            _ => new Condition { Attribute = Attribute() },
        };
        condition.Negated = random.Next(5) == 0;
        return condition;
    }

    private ConditionGroup Group(int depth, int segments)
    {
        var group = new ConditionGroup();
        for (var i = random.Next(0, 4); i > 0; i--)
        {
            group.Conditions.Add(Next(depth, segments));
        }

        return group;
    }

    private AttributeCondition Attribute()
    {
        var comparison = Operators[random.Next(Operators.Length)];
        var condition = new AttributeCondition { Operator = comparison };
        (condition.Attribute, var values) = comparison switch
        {
            Operator.Equals => AnyKind(),
            Operator.In => ("country", Texts(GeneratedCases.Countries)),
            Operator.Contains or Operator.StartsWith or Operator.EndsWith => (Either("mail", "roles"), Texts(["a", "r", ".com", "edit", "er", "ü"])),
            Operator.Matches => (Either("mail", "roles"), [Text(Either("^[a-m]+", "(er|or)$"))]),
            Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual =>
                (Either("age", "score"), [random.Next(2) == 0 ? Int(random.Next(100)) : new AttributeValue { DoubleValue = random.Next(1_000) / 10.0 }]),
            Operator.Before or Operator.After => ("since", [new AttributeValue { TimestampValue = Timestamp.FromDateTimeOffset(GeneratedCases.Moment(random)) }]),
            Operator.SemverEquals or Operator.SemverLessThan or Operator.SemverGreaterThan => ("version", [Text(GeneratedCases.Version(random))]),
            Operator.Present => (Either("country", "score"), []),
            _ => throw new InvalidOperationException($"The generator has no values for {comparison}."),
        };
        condition.Values.Add(values);
        return condition;
    }

    private (string Attribute, AttributeValue[] Values) AnyKind() => random.Next(5) switch
    {
        0 => ("staff", [new AttributeValue { BoolValue = true }]),
        1 => ("age", [Int(random.Next(100))]),
        2 => ("score", [new AttributeValue { DoubleValue = random.Next(100) }]),
        3 => ("unit_id", [Text($"unit-{random.Next(GeneratedCases.Units)}")]),
        _ => ("country", [Text("DE")]),
    };

    private AttributeValue[] Texts(string[] pool) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text(pool[random.Next(pool.Length)]))];

    private string Either(string one, string other) => random.Next(2) == 0 ? one : other;

    private static AttributeValue Text(string text) => new() { StringValue = text };

    private static AttributeValue Int(long value) => new() { IntValue = value };
}
