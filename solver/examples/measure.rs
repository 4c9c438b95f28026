use releve_solver::domain::plan::*;
use releve_solver::formats::{generate, scenario};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let s = if args[1] == "gen" {
        generate::generate(generate::Size { establishments: args[4].parse().unwrap(), agents: args[5].parse().unwrap(), days: 28, gaps: args[6].parse().unwrap() }, 7)
    } else {
        scenario::read(&std::fs::read_to_string(&args[1]).unwrap(), scenario::Syntax::Toml).unwrap()
    };
    let t = std::time::Instant::now();
    let p = match releve_solver::compile(&s) { Ok(p) => p, Err(e) => { for i in e { println!("{i}"); } return; } };
    println!("compile {:?}", t.elapsed());
    let limits = Limits { seconds: args[2].parse().unwrap(), gap: args[3].parse().unwrap(), ..Limits::default() };
    let last = std::sync::Mutex::new(std::time::Instant::now());
    let o = releve_solver::solve(&p, &limits, &Cancel::new(), &|pr| {
        let mut l = last.lock().unwrap();
        if l.elapsed().as_secs_f64() > 3.0 { *l = std::time::Instant::now(); eprintln!("{:.1}s {:?} {:.0}% covered {}/{} obj {} bound {}", pr.seconds, pr.level, pr.fraction*100.0, pr.covered, pr.shifts, pr.objective, pr.bound); }
    });
    println!("{:?} {:.1}s work {} covered {} uncovered {}", o.status, o.seconds, o.work, o.assigned.len(), o.uncovered.len());
    for l in &o.levels { println!("  {:?} obj {:.3} bound {:.3} gap {:.5}", l.name, l.objective, l.bound, l.gap); }
    let mut m = std::collections::BTreeMap::new();
    for u in &o.uncovered { *m.entry(match u.reason { BareReason::NobodyEligible => "nobody", _ => "contended" }).or_insert(0) += 1; }
    println!("{m:?}");
    if let Some(e) = &s.expected {
        for u in &e.uncovered { if !o.uncovered.iter().any(|x| x.shift == *u) { println!("expected uncovered {u} but covered"); } }
        for (k, a) in &e.assigned { println!("expected {k} -> {a}: {:?}", o.assigned.iter().find(|x| x.shift == *k).map(|x| &x.agent)); }
        println!("expected status {:?} covered {:?} min {:?}", e.status, e.covered, e.covered_min);
        for (k, agents) in &e.refused { for (a, r) in agents { 
            let d = p.demands.iter().position(|d| d.id == *k).unwrap(); let w = p.workers.iter().position(|w| w.id == *a).unwrap();
            println!("{k} {a} want {r}: {:?}", releve_solver::explain::judge(&p, w, d, &[]).verdict);
        } }
    }
}
