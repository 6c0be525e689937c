using System.Collections.Frozen;

namespace GrpcExp.Evaluation;

/// <summary>Equal to any of the values, without converting between kinds, integers and doubles apart.</summary>
internal sealed class EqualityCondition : AttributeCondition
{
    private readonly FrozenSet<string> _texts;
    private readonly AttributeValue[] _others;

    public EqualityCondition(string attribute, IEnumerable<AttributeValue> values)
        : base(attribute)
    {
        var all = values.ToArray();
        _texts = all.Where(value => value.Kind == AttributeKind.Text).Select(value => value.AsText!).ToFrozenSet(StringComparer.Ordinal);
        _others = [.. all.Where(value => value.Kind != AttributeKind.Text)];
    }

    protected override bool Test(in AttributeValue value)
    {
        if (value.Kind == AttributeKind.Text)
        {
            return _texts.Contains(value.AsText!);
        }

        foreach (var text in value.AsTextList)
        {
            if (text is not null && _texts.Contains(text))
            {
                return true;
            }
        }

        foreach (ref readonly var other in _others.AsSpan())
        {
            if (SameValue(value, other))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SameValue(in AttributeValue left, in AttributeValue right) => left.Kind switch
    {
        AttributeKind.Int or AttributeKind.Double => Numbers.Compare(left, right) == 0,
        AttributeKind.Bool => right.Kind == AttributeKind.Bool && left.AsBool == right.AsBool,
        AttributeKind.Timestamp => right.Kind == AttributeKind.Timestamp && left.AsUtcTicks == right.AsUtcTicks,
        _ => false,
    };
}
