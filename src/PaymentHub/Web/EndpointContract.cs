namespace PaymentHub.Web;

/// <summary>The body of the request is a file's raw bytes; its name travels in <c>X-File-Name</c>.</summary>
public sealed record FileBody;

/// <summary>
/// What an endpoint says of itself in the published contract, beside the summary (English) and the remarks (Vietnamese)
/// of its handler.
/// </summary>
public static class EndpointContract
{
    /// <summary>The stable operation id and the type of a successful answer.</summary>
    public static RouteHandlerBuilder Answers<T>(
        this RouteHandlerBuilder endpoint, string operationId, int status = StatusCodes.Status200OK) =>
        endpoint.WithName(operationId).Produces<T>(status);

    /// <summary>The stable operation id of an endpoint whose success has no body.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, string operationId, int status) =>
        endpoint.WithName(operationId).Produces(status);

    /// <summary>The stable operation id of an endpoint that answers with a file of one of the content types.</summary>
    public static RouteHandlerBuilder AnswersFile(
        this RouteHandlerBuilder endpoint, string operationId, string contentType, params string[] others) =>
        endpoint.WithName(operationId).Produces<Stream>(StatusCodes.Status200OK, contentType, others);

    /// <summary>The request carries a file.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new FileBody());
}
