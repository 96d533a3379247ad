using System.Text.Json.Nodes;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Story;

/// <summary>A day on an account, told by its bank.</summary>
public static class BookedDay
{
    /// <summary>The next statement of the account with these bookings; it must be taken and posted.</summary>
    public static async Task<JsonNode> BookAsync(this Hub hub, string institution, params Booking[] bookings)
    {
        var statement = await StatementFile.NextAsync(hub, institution);
        var file = await statement.Book(bookings).SendAsync(hub);
        $"{file["status"]}".ShouldBe("Reconciled", file.ToJsonString());
        return file;
    }
}
