namespace GrpcExp.Cli.Servers;

/// <summary>Lists that a control plane gives page by page.</summary>
internal static class Pages
{
    /// <summary>Items a page: the most that a control plane gives.</summary>
    public const int Size = 1_000;

    /// <summary>Asks for one page after the other; what comes is for the caller to keep.</summary>
    /// <param name="read">Reads the page of a token, empty for the first, and gives the token of the next, empty at the end.</param>
    public static async Task ReadAsync(Func<string, Task<string>> read)
    {
        var token = "";
        do
        {
            token = await read(token);
        }
        while (token.Length > 0);
    }
}
