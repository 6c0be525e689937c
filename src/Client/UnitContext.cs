using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client;

/// <summary>A unit (user, device, account) and what is known about it. Immutable.</summary>
/// <param name="UnitId">Id that bucketing hangs on: 1 to 500 bytes of UTF-8.</param>
public sealed record UnitContext(string UnitId)
{
    /// <summary>Attributes for targeting, at most 200; default none.</summary>
    public IReadOnlyDictionary<string, AttributeValue> Attributes { get; init; } = new Dictionary<string, AttributeValue>();

    /// <summary>The same unit with one more text attribute.</summary>
    public UnitContext With(string attribute, string value) => With(attribute, new AttributeValue { StringValue = value });

    /// <summary>The same unit with one more attribute.</summary>
    public UnitContext With(string attribute, AttributeValue value) => this with
    {
        Attributes = new Dictionary<string, AttributeValue>(Attributes) { [attribute] = value },
    };

    /// <summary>As the services take it.</summary>
    public EvaluationContext ToMessage()
    {
        var context = new EvaluationContext { UnitId = UnitId };
        foreach (var (attribute, value) in Attributes)
        {
            context.Attributes.Add(attribute, value);
        }

        return context;
    }
}
