using GraphQL;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Errors;

/// <summary>Errors of queries: a message for a person, and <c>extensions.code</c> with details for a program.</summary>
internal static class ApiError
{
    /// <summary>The caller has to sign in.</summary>
    public static ExecutionError Unauthenticated() =>
        Make("UNAUTHENTICATED", "Sign in first: this needs a bearer token of the identity provider.");

    /// <summary>The caller may not.</summary>
    public static ExecutionError Forbidden(string message) => Of(Refusal.Forbidden(message));

    /// <summary>One argument is wrong.</summary>
    public static ExecutionError InvalidInput(string field, string message) => Of(Refusal.Invalid(field, message));

    /// <summary>A refusal, with everything that it tells.</summary>
    public static ExecutionError Of(Refusal refusal)
    {
        var error = Make(ErrorCodeType.NameOf(refusal.Code), refusal.Message);
        switch (refusal)
        {
            case InvalidInputRefusal invalid:
                error.Extensions = new() { ["field"] = invalid.Field };
                break;
            case RuleRefusal rule:
                error.Extensions = new() { ["rule"] = rule.Rule, ["limit"] = rule.Limit, ["actual"] = rule.Actual };
                break;
        }

        return error;
    }

    /// <summary>The answer of a query, or its first refusal as an error.</summary>
    public static T OrThrow<T>(this Outcome<T> outcome) where T : class => outcome.Value ?? throw Of(outcome.Refusals[0]);

    private static ExecutionError Make(string code, string message) => new(message) { Code = code };
}
