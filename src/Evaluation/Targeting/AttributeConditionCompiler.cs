using System.Text.RegularExpressions;

namespace GrpcExp.Evaluation;

/// <summary>Checks and compiles the test of one attribute.</summary>
internal sealed class AttributeConditionCompiler(ProblemList problems)
{
    public Condition Compile(string path, ConditionConfig config)
    {
        if (string.IsNullOrEmpty(config.Attribute) || config.Attribute.Length > EvaluationLimits.KeyLength)
        {
            problems.Add($"{path}.attribute", $"name '{config.Attribute}' is refused: 1 to {EvaluationLimits.KeyLength} characters");
        }

        problems.CheckCount($"{path}.values", "values", config.Values.Count, EvaluationLimits.ConditionValues);
        switch (config.Operator)
        {
            case ConditionOperator.Present:
                Require(path, config, count => count == 0, "takes no values", _ => true, "");
                return new PresentCondition(config.Attribute);
            case ConditionOperator.Equals:
                Require(path, config, count => count == 1, "takes one value", IsScalar, "a single value, no list");
                return new EqualityCondition(config.Attribute, config.Values);
            case ConditionOperator.In:
                Require(path, config, count => count >= 1, "takes at least one value", IsScalar, "single values, no lists");
                return new EqualityCondition(config.Attribute, config.Values);
            case ConditionOperator.Contains or ConditionOperator.StartsWith or ConditionOperator.EndsWith:
                Require(path, config, count => count >= 1, "takes at least one value", IsText, "text");
                return new TextCondition(config.Attribute, config.Operator, [.. config.Values.Select(value => value.AsText).OfType<string>()]);
            case ConditionOperator.Matches:
                return Require(path, config, count => count == 1, "takes one pattern", IsText, "text")
                    ? Pattern(path, config.Attribute, config.Values[0].AsText!)
                    : Condition.Everybody;
            case ConditionOperator.LessThan or ConditionOperator.LessThanOrEqual
                or ConditionOperator.GreaterThan or ConditionOperator.GreaterThanOrEqual:
                return Require(path, config, count => count == 1, "takes one value", IsNumber, "a number")
                    ? new NumberCondition(config.Attribute, config.Operator, config.Values[0])
                    : Condition.Everybody;
            case ConditionOperator.Before or ConditionOperator.After:
                return Require(path, config, count => count == 1, "takes one value", value => Moments.TryRead(value, out _), "a timestamp")
                    && Moments.TryRead(config.Values[0], out var ticks)
                        ? new MomentCondition(config.Attribute, config.Operator == ConditionOperator.Before, ticks)
                        : Condition.Everybody;
            case ConditionOperator.SemverEquals or ConditionOperator.SemverLessThan or ConditionOperator.SemverGreaterThan:
                return Require(path, config, count => count == 1, "takes one value", IsVersion, "a version such as 1.2.3-beta.1")
                    ? new VersionCondition(config.Attribute, config.Operator, config.Values[0].AsText!)
                    : Condition.Everybody;
            default:
                problems.Add($"{path}.operator", $"operator {(int)config.Operator} is unknown: set one");
                return Condition.Everybody;
        }
    }

    private bool Require(
        string path, ConditionConfig config, Func<int, bool> countIsRight, string count, Func<AttributeValue, bool> kindIsRight, string kind)
    {
        if (!countIsRight(config.Values.Count))
        {
            problems.Add($"{path}.values", $"{config.Operator} {count}, there are {config.Values.Count}");
            return false;
        }

        var isRight = true;
        for (var index = 0; index < config.Values.Count; index++)
        {
            if (!kindIsRight(config.Values[index]))
            {
                problems.Add($"{path}.values[{index}]", $"{config.Operator} takes {kind}, not {config.Values[index]}");
                isRight = false;
            }
        }

        return isRight;
    }

    private Condition Pattern(string path, string attribute, string pattern)
    {
        if (pattern.Length > EvaluationLimits.PatternLength || PatternSize.Repetitions(pattern) > EvaluationLimits.PatternRepetitions)
        {
            problems.Add(
                $"{path}.values[0]",
                $"the pattern is too large: at most {EvaluationLimits.PatternLength} characters and counted repetitions that multiply to {EvaluationLimits.PatternRepetitions}");
            return Condition.Everybody;
        }

        try
        {
            return new PatternCondition(attribute, new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            problems.Add($"{path}.values[0]", $"pattern '{pattern}' is refused: {exception.Message}");
            return Condition.Everybody;
        }
    }

    private static bool IsScalar(AttributeValue value) => value.Kind is not (AttributeKind.None or AttributeKind.TextList);

    private static bool IsText(AttributeValue value) => value.Kind == AttributeKind.Text;

    private static bool IsNumber(AttributeValue value) => value.Kind is AttributeKind.Int or AttributeKind.Double;

    private static bool IsVersion(AttributeValue value) => value.AsText is { } text && SemanticVersion.TryParse(text, out _);
}
