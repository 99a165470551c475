export * from '../../src/stand-ins/africas-talking';
