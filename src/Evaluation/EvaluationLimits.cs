namespace GrpcExp.Evaluation;

/// <summary>Every bound that a snapshot or a request is held to. What is over a bound is refused with a problem naming it.</summary>
public static class EvaluationLimits
{
    /// <summary>Longest key, in characters.</summary>
    public const int KeyLength = 100;

    /// <summary>Longest unit id, in bytes of UTF-8.</summary>
    public const int UnitIdBytes = 500;

    /// <summary>Most attributes in a request.</summary>
    public const int Attributes = 200;

    /// <summary>Most variants in a flag.</summary>
    public const int Variants = 100;

    /// <summary>Most rules in a flag.</summary>
    public const int Rules = 100;

    /// <summary>Most forced units in a flag.</summary>
    public const int ForcedUnits = 1_000;

    /// <summary>Most prerequisites in a flag.</summary>
    public const int Prerequisites = 10;

    /// <summary>Most flags that answering one flag may evaluate, prerequisites of prerequisites included.</summary>
    public const int PrerequisiteEvaluations = 100;

    /// <summary>Most included, and most excluded, units of a segment.</summary>
    public const int SegmentUnits = 10_000;

    /// <summary>Deepest nesting of and / or groups and segments.</summary>
    public const int ConditionDepth = 10;

    /// <summary>Most parts in one and / or group.</summary>
    public const int GroupParts = 100;

    /// <summary>Most values of an attribute condition, and elements of a list.</summary>
    public const int ConditionValues = 1_000;

    /// <summary>Most tests that one condition may run, counting each use of a segment.</summary>
    public const int ConditionTests = 10_000;

    /// <summary>Longest regular expression, in characters.</summary>
    public const int PatternLength = 1_000;

    /// <summary>Largest product of a pattern's counted repetitions, such as 40 for <c>a{8}b{2,5}</c>.</summary>
    public const int PatternRepetitions = 1_000;

    /// <summary>Longest text value of a flag, in characters.</summary>
    public const int TextValueLength = 10_000;

    /// <summary>Longest JSON value of a flag, in characters.</summary>
    public const int JsonValueLength = 100_000;
}
