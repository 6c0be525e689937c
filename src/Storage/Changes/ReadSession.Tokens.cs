using System.Globalization;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.Storage.Schema;
using Microsoft.EntityFrameworkCore;

namespace GrpcExp.Storage.Changes;

/// <summary>Lists of tokens.</summary>
public partial class ReadSession
{
    /// <summary>Tokens by id, from the first after one; the revoked and expired too.</summary>
    /// <param name="after">Id of the last token before; empty for the first.</param>
    /// <param name="most">Most tokens.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<StoredToken>> ListTokensAsync(string after, int most, CancellationToken cancellationToken)
    {
        var rows = await Context.Tokens
            .AsNoTracking()
            .Where(row => string.Compare(row.TokenId, after) > 0)
            .OrderBy(row => row.TokenId)
            .Take(most)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return rows.ConvertAll(Of);
    }

    private static StoredToken Of(TokenRow row) => new(
        row.TokenId,
        row.Hash,
        row.Owner,
        [.. row.Roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(role => (Role)int.Parse(role, CultureInfo.InvariantCulture))],
        row.CreatedAt,
        row.ExpiresAt,
        row.RevokedAt);
}
