namespace GrpcExp.ControlPlane.Pages.SignIn;

/// <summary>What the page for signing in shows.</summary>
/// <param name="ReturnTo">Path to go to afterwards.</param>
/// <param name="FormToken">What the form sends back.</param>
/// <param name="Problem">Why the last attempt failed; empty for none.</param>
/// <param name="IsInsecure">True when the connection is not encrypted and not to this machine.</param>
public sealed record SignInModel(string ReturnTo, string FormToken, string Problem, bool IsInsecure);
