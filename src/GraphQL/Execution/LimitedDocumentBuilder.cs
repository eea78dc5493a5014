using GraphQL.Execution;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.Extensions.Options;
using Scheduling.Api.Transport;

namespace Scheduling.Api.Execution;

/// <summary>
/// Parses a document and refuses one that is too large before validation sees it: validation compares fields pairwise, so
/// an unlimited document of 80 KB keeps a core busy for ten seconds.
/// </summary>
internal sealed class LimitedDocumentBuilder(IOptions<GraphQLTransportOptions> options) : IDocumentBuilder
{
    private const int MaxIntrospectionLists = 2;
    private readonly GraphQLTransportOptions _limits = options.Value;
    private readonly GraphQLDocumentBuilder _parser = new();

    /// <summary>The document, small enough to be validated.</summary>
    /// <exception cref="LimitExceededError">The document is too large.</exception>
    /// <exception cref="SyntaxError">The document is not GraphQL.</exception>
    public GraphQLDocument Build(string body)
    {
        Check("document length", _limits.MaxDocumentLength, body.Length);
        if (ShortLines.AreMissingIn(body))
            CheckOnShortLines(ShortLines.Of(body));
        CheckTokens(body);
        var document = Parse(body);
        var shape = DocumentShape.Of(document);
        Check("depth", _limits.MaxDepth, shape.Depth);
        Check("root fields", _limits.MaxRootFields, shape.RootFields);
        Check("fields", _limits.MaxFields, shape.Fields);
        Check("introspection lists", MaxIntrospectionLists, shape.IntrospectionLists);
        return document;
    }

    private void CheckOnShortLines(string body)
    {
        Check("token length", ShortLines.LongestToken, ShortLines.Longest(body));
        CheckTokens(body);
        Parse(body);
    }

    private void CheckTokens(string body)
    {
        try
        {
            var count = 0;
            for (var token = Lexer.Lex(body); token.Kind != TokenKind.EOF; token = Lexer.Lex(body, token.End))
                Check("tokens", _limits.MaxTokens, ++count);
        }
        catch (GraphQLSyntaxErrorException invalid)
        {
            throw new SyntaxError(invalid);
        }
        catch (IndexOutOfRangeException)
        {
            throw Unreadable();
        }
    }

    // The parser looks for the place of an error to show it, and does not find every place behind a carriage return.
    private static SyntaxError Unreadable() => new(new GraphQLSyntaxErrorException("The document cannot be read.", "", 0));

    private GraphQLDocument Parse(string body)
    {
        try
        {
            return _parser.Build(body);
        }
        catch (IndexOutOfRangeException)
        {
            throw Unreadable();
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw new LimitExceededError("depth", _limits.MaxDepth, $"The document is nested too deeply; depth may be {_limits.MaxDepth}.");
        }
    }

    private static void Check(string limit, int maximum, int actual)
    {
        if (actual > maximum)
            throw new LimitExceededError(limit, maximum, $"The document is too large: {limit} may be {maximum}, and is {actual} or more.");
    }
}
