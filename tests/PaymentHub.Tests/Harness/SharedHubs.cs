using PaymentHub.Tests.Story;

namespace PaymentHub.Tests.Harness;

/// <summary>
/// One service for the tests of a class, on a database without a register. The tests keep apart by people and communes.
/// </summary>
public sealed class EmptyHub(PostgresFixture postgres) : IAsyncLifetime
{
    public Hub Hub { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Hub = await Hub.StartAsync(await postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}

/// <summary>
/// One service for the tests of a class, on a released month. The tests keep apart by the payments that they use.
/// </summary>
public sealed class ReleasedHub(PostgresFixture postgres) : IAsyncLifetime
{
    public Hub Hub { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Hub = await ReleasedMonth.StartAsync(postgres);

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}

/// <summary>
/// One service for tests that only look, on a month with everything that pages can show: <see cref="FinishedMonth"/>.
/// </summary>
public sealed class FinishedHub(PostgresFixture postgres) : IAsyncLifetime
{
    public Hub Hub { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Hub = await FinishedMonth.StartAsync(postgres);

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
