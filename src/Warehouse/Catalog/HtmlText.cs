using System.Net;

namespace GrpcExp.Warehouse.Catalog;

/// <summary>Texts of a project as parts of HTML.</summary>
internal static class HtmlText
{
    /// <summary>As text or as the value of a quoted attribute.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The id of a model's section. Letters, digits, '_', '-' and '.' stay; what else a name may hold becomes its code.</summary>
    public static string Id(string model) =>
        "model-" + string.Concat(model.Select(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.' ? character.ToString() : $"-{(int)character:x}-"));
}
