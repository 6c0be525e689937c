namespace GrpcExp.ControlPlane.Pages.Experiments;

/// <summary>What the page of share links shows.</summary>
/// <param name="ExperimentKey">Key of the experiment.</param>
/// <param name="Links">Links that work, newest first.</param>
/// <param name="NewUrl">The link that was just made; empty for none. It is shown this once.</param>
public sealed record ShareModel(string ExperimentKey, IReadOnlyList<ShareLink> Links, string NewUrl);
