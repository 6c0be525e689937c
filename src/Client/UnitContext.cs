using Google.Protobuf;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Contracts.Evaluation.V1;

namespace GrpcExp.Client;

/// <summary>
/// A unit (user, device, account) and what is known about it. Immutable: do not change the attributes after handing them
/// over. Keep one for as long as the unit is served; what is sent is prepared once.
/// </summary>
public sealed record UnitContext
{
    private readonly string _unitId;
    private readonly IReadOnlyDictionary<string, AttributeValue> _attributes = new Dictionary<string, AttributeValue>();
    private EvaluationContext? _message;
    private byte[]? _encoded;

    /// <summary>A unit without attributes.</summary>
    /// <param name="unitId">Id that bucketing hangs on: 1 to 500 bytes of UTF-8; null counts as empty.</param>
    public UnitContext(string unitId) => _unitId = unitId ?? "";

    // What was prepared belongs to the original.
    private UnitContext(UnitContext original)
    {
        _unitId = original._unitId;
        _attributes = original._attributes;
    }

    /// <summary>Id that bucketing hangs on: 1 to 500 bytes of UTF-8.</summary>
    public string UnitId
    {
        get => _unitId;
        init => _unitId = value ?? "";
    }

    /// <summary>Attributes for targeting, at most 200; default none.</summary>
    public IReadOnlyDictionary<string, AttributeValue> Attributes
    {
        get => _attributes;
        init => _attributes = value ?? new Dictionary<string, AttributeValue>();
    }

    /// <summary>Prepared for the contracts; shared, so nobody may change it.</summary>
    internal EvaluationContext Message => _message ??= ToMessage();

    /// <summary>Prepared for the wire.</summary>
    internal byte[] Encoded => _encoded ??= Message.ToByteArray();

    /// <summary>The same unit with one more text attribute.</summary>
    public UnitContext With(string attribute, string value) => With(attribute, new AttributeValue { StringValue = value });

    /// <summary>The same unit with one more attribute.</summary>
    public UnitContext With(string attribute, AttributeValue value) => this with
    {
        Attributes = new Dictionary<string, AttributeValue>(Attributes) { [attribute] = value },
    };

    /// <summary>As the services take it; a message of the caller's own.</summary>
    public EvaluationContext ToMessage()
    {
        var context = new EvaluationContext { UnitId = UnitId };
        foreach (var (attribute, value) in Attributes)
        {
            context.Attributes.Add(attribute, value);
        }

        return context;
    }

    /// <summary>Two are equal that have the same id and the same attributes object.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(UnitContext? other) => other is not null && UnitId == other.UnitId && Attributes.Equals(other.Attributes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(UnitId, Attributes);
}
