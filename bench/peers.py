"""Requests per second of SimPy and Ciw on M/M/c at 80 % load, whichever of them is installed. Prints JSON."""

import importlib.util
import json
import random
import sys
import time

SERVERS = [int(servers) for servers in sys.argv[1:]]
REQUESTS = 50_000


def simpy_rate(servers):
    import simpy

    rng = random.Random(1)
    env = simpy.Environment()
    slots = simpy.Resource(env, servers)
    waits = []

    def request():
        arrived = env.now
        with slots.request() as slot:
            yield slot
            waits.append(env.now - arrived)
            yield env.timeout(rng.expovariate(1.0))

    def load():
        for _ in range(REQUESTS):
            yield env.timeout(rng.expovariate(0.8 * servers))
            env.process(request())

    env.process(load())
    started = time.perf_counter()
    env.run()
    return len(waits) / (time.perf_counter() - started)


def ciw_rate(servers):
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=0.8 * servers)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[servers],
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    started = time.perf_counter()
    simulation.simulate_until_max_time(REQUESTS / (0.8 * servers))
    elapsed = time.perf_counter() - started
    return len(simulation.get_all_records()) / elapsed


PEERS = {"simpy": simpy_rate, "ciw": ciw_rate}

print(
    json.dumps(
        {
            name: {servers: rate(servers) for servers in SERVERS}
            for name, rate in PEERS.items()
            if importlib.util.find_spec(name)
        }
    )
)
