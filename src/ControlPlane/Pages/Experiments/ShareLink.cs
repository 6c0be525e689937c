namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>A link that lets anybody read one page.</summary>
/// <param name="TokenId">Id by which it is revoked.</param>
/// <param name="MadeBy">Who made it.</param>
/// <param name="MadeAt">When, UTC.</param>
/// <param name="EndsAt">Until when it works, UTC.</param>
public sealed record ShareLink(string TokenId, string MadeBy, DateTime MadeAt, DateTime EndsAt);
