using System.Globalization;
using System.Text.RegularExpressions;

namespace GrpcExp.Warehouse.Projects.Selection;

/// <summary>One criterion of a selection: nodes, and how far up and down from them.</summary>
/// <param name="Text">As written.</param>
/// <param name="Method"><c>tag</c>, <c>path</c>, <c>source</c>, …; null when the value alone stands there.</param>
/// <param name="Value">What the method looks for.</param>
/// <param name="Ancestors">Steps up to take along; 0 none, <see cref="int.MaxValue"/> all.</param>
/// <param name="Descendants">Steps down to take along; 0 none, <see cref="int.MaxValue"/> all.</param>
/// <param name="WithAncestorsOfDescendants">True for <c>@</c>: all that the nodes' descendants need to be built.</param>
internal sealed partial record SelectionCriterion(
    string Text,
    string? Method,
    string Value,
    int Ancestors,
    int Descendants,
    bool WithAncestorsOfDescendants)
{
    /// <summary>Reads <c>[@|[N]+][METHOD:]VALUE[+[N]]</c>.</summary>
    /// <exception cref="WarehouseException">It is not of that form.</exception>
    public static SelectionCriterion Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw new WarehouseException($"\"{text}\" is no selector; write NAME, tag:NAME, path:FOLDER or source:SOURCE.TABLE, with + or @ around it.");
        }

        var at = match.Groups["at"].Success;
        if (at && match.Groups["down"].Success)
        {
            throw new WarehouseException($"\"{text}\": @ takes all descendants along already; leave the + at the end out.");
        }

        return new SelectionCriterion(
            text,
            match.Groups["method"].Success ? match.Groups["method"].Value : null,
            match.Groups["value"].Value,
            Steps(text, match.Groups["up"], match.Groups["upSteps"].Value),
            Steps(text, match.Groups["down"], match.Groups["downSteps"].Value),
            at);
    }

    private static int Steps(string text, Group plus, string steps)
    {
        if (!plus.Success || steps.Length == 0)
        {
            return plus.Success ? int.MaxValue : 0;
        }

        return int.TryParse(steps, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new WarehouseException($"\"{text}\": {steps} steps are more than any project has; leave the number out for all.");
    }

    [GeneratedRegex(@"^(?:(?<at>@)|(?<up>(?<upSteps>\d*)\+))?(?:(?<method>[a-z_.]+):)?(?<value>[^+@:,\s]+)(?<down>\+(?<downSteps>\d*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
