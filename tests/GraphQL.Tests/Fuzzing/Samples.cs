using System.Text.Json;

namespace Scheduling.GraphQL.Tests.Fuzzing;

/// <summary>Valid inputs to begin with, and the words of their languages.</summary>
internal static class Samples
{
    public static readonly string[] Documents =
    [
        "{ hello }",
        "query Named($first: Int = 20, $id: ID!) { rooms(first: $first) { name near(first: 3) { name next { name } } } __typename }",
        "mutation { add(amount: 3) }",
        "subscription S { count(to: 3) ticks }",
        "query ($name: String!) { greet(name: $name) @include(if: true) alias: hello @skip(if: false) }",
        "fragment F on TestRoom { name ...G } fragment G on TestRoom { next { ...H } } fragment H on TestRoom { name } { rooms { ...F ... on TestRoom { name } } }",
        "{ span(input: { start: \"2027-03-02T09:00:00Z\", note: \"\"\"block \\\"\"\" text\"\"\" }) }",
        "{ __schema { types { name fields(includeDeprecated: true) { name args { name defaultValue } type { ofType { ofType { name } } } } } } }",
        "query A { hello } query B { user } # two operations",
    ];

    public static readonly string[] DocumentWords =
    [
        "query", "mutation", "subscription", "fragment", "on", "{", "}", "(", ")", "[", "]", ":", "!", "$", "$x", "@", "@include", "@skip",
        "@deprecated", "...", "...F", "=", "|", "&", ",", "hello", "rooms", "first", "__typename", "__schema", "__type", "types", "fields",
        "true", "false", "null", "0", "-1", "1e5", "3.14", "\"text\"", "\"\"\"block\"\"\"", "#", "\n", " ", "type", "input", "enum", "schema",
        "directive", "extend", "interface", "union", "scalar", "implements", "repeatable", "{a{", "}}", "Int", "ID!", "[String!]!",
    ];

    public static readonly string[] Bodies =
    [
        .. Documents.Select(document => JsonSerializer.Serialize(new { query = document })),
        """{"query":"query A($id: ID!) { hello }","operationName":"A","variables":{"id":"room-1","list":[1,2.5,"x",null,true,{"a":{}}]},"extensions":{"trace":1}}""",
        """{"variables":null,"query":"{ hello }","extensions":null,"operationName":null,"id":"ignored","more":[[[[]]]]}""",
    ];

    public static readonly string[] JsonWords =
    [
        "{", "}", "[", "]", ":", ",", "\"query\"", "\"variables\"", "\"operationName\"", "\"extensions\"", "\"id\"", "\"type\"", "\"payload\"",
        "\"Authorization\"", "\"Bearer x\"", "\"\"", "null", "true", "false", "0", "-0", "1", "1.5", "1e5", "1e400", "-9223372036854775809",
        "\"\\u0000\"", "\"\\uD800\"", "\"{ hello }\"", "//", "/**/", "\"subscribe\"", "\"complete\"", "\"ping\"", "\"connection_init\"",
    ];

    public static readonly string[] Messages =
    [
        """{"type":"connection_init","payload":{"Authorization":"Bearer good"}}""",
        """{"type":"connection_init"}""",
        """{"id":"1","type":"subscribe","payload":{"query":"{ hello }","variables":{"a":[1]},"operationName":null}}""",
        """{"id":"2","type":"subscribe","payload":{"query":"subscription { ticks }"}}""",
        """{"id":"1","type":"complete"}""",
        """{"type":"ping","payload":{"a":[1,2,{"b":null}]}}""",
        """{"type":"pong"}""",
    ];

    public static readonly string[] Queries =
    [
        "?query=%7B%20hello%20%7D", "?query={hello}&variables=%7B%22a%22%3A1%7D&operationName=A&extensions={}", "?query=&variables=null",
        "?query={hello}&query={user}", "?variables=[1]&query=query(%24a%3AInt)%7Bhello%7D",
    ];

    public static readonly string[] QueryWords =
        ["?", "&", "=", "%7B", "%", "%0", "%FF%FE", "+", "query", "variables", "extensions", "operationName", "{", "}", "null", "[]", "#", "%00", ";"];

    public static readonly string[] Headers =
    [
        "application/json", "application/json; charset=utf-8", "text/event-stream;q=0.5, application/graphql-response+json;q=0.9, */*;q=0.1",
        "application/graphql-response+json; charset=\"UTF-8\"", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    ];

    public static readonly string[] HeaderWords =
        [";", ",", "=", "/", "*", "q", "q=0", "q=1.0001", "q=-1", "charset", "utf-8", "utf-16", "\"", "\\\"", "application", "json", "text", "html", "+", "()", "*/*"];
}
